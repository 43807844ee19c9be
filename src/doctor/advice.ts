/**
 * What to do, one thing at a time. Each has a sentence in the translations (`doctor_do_<key>`); those with something to
 * type have it here, for the system that GLPI runs on where it differs. Commands are no language: they are not translated.
 */
export const systems = ['debian', 'rhel', 'docker', 'windows'] as const;
export type System = (typeof systems)[number];

interface Command {
  readonly debian?: string;
  readonly rhel?: string;
  readonly docker?: string;
  readonly windows?: string;
}

/** As the web server's user, where GLPI's own console and files are concerned. */
const asWebUser = (command: string): Command => ({
  debian: `sudo -u www-data ${command}`,
  rhel: `sudo -u apache ${command}`,
  docker: `docker exec -u www-data glpi ${command}`,
  windows: command,
});

const onServer = (command: string, windows?: string): Command => ({
  debian: command,
  rhel: command,
  docker: `docker exec glpi ${command}`,
  ...(windows === undefined ? {} : { windows }),
});

const none: Command = {};

/** The name of whoever signed the certificate that this server is shown in the vendor's place. */
const whoSigned =
  'openssl s_client{sslProxy} -connect {host}:443 -servername {host} </dev/null 2>/dev/null | openssl x509 -noout -issuer';

const recogniseCa = [
  'head -n 1 /tmp/company-ca.crt',
  'openssl x509 -in /tmp/company-ca.crt -noout -subject -issuer -enddate',
].join('\n');

const testCompanyCa =
  'curl{curlProxy} -sS -o /dev/null -w "%{http_code}\\n" --cacert /tmp/company-ca.crt https://{host}/api/ping';

const phpOwnList = "grep -rnE '^ *(curl.cainfo|openssl.cafile)' /etc/php*";

const iniLines = (file: string) => `; php.ini\ncurl.cainfo = "${file}"\nopenssl.cafile = "${file}"`;

/**
 * Placeholders: {host} the vendor's, {config} and {dir} folders of GLPI, {logs} its logs; {curlProxy} and {sslProxy}
 * the way through GLPI's proxy, nothing where it has none.
 */
export const advice = {
  askSuperAdmin: none,
  signInAgain: none,
  lookYourself: none,
  waitForGlpi: none,
  getFreeKey: none,
  pasteKey: none,
  checkKeyShape: none,
  copyKeyAgain: none,
  enterKeyAgain: none,
  ruleOutKeyFile: onServer('ls -l {config}/glpicrypt.key', 'dir {config}\\glpicrypt.key'),
  lookAtKeyFile: onServer('ls -l {config}/glpicrypt.key', 'dir {config}\\glpicrypt.key'),
  makeKeyFileReadable: {
    debian: 'sudo chown www-data: {config}/glpicrypt.key\nsudo chmod 640 {config}/glpicrypt.key',
    rhel: 'sudo chown apache: {config}/glpicrypt.key\nsudo chmod 640 {config}/glpicrypt.key\nsudo restorecon -v {config}/glpicrypt.key',
    docker:
      'docker exec -u 0 glpi chown www-data: {config}/glpicrypt.key\ndocker exec -u 0 glpi chmod 640 {config}/glpicrypt.key',
    windows: 'icacls {config}\\glpicrypt.key /grant IIS_IUSRS:R',
  },
  restoreKeyFile: {
    debian:
      'sudo install -o www-data -g www-data -m 640 /path/to/backup/glpicrypt.key {config}/glpicrypt.key',
    rhel: 'sudo install -o apache -g apache -m 640 /path/to/backup/glpicrypt.key {config}/glpicrypt.key',
    docker:
      'docker cp /path/to/backup/glpicrypt.key glpi:{config}/glpicrypt.key\ndocker exec -u 0 glpi chown www-data: {config}/glpicrypt.key',
    windows: 'copy D:\\backup\\glpicrypt.key {config}\\glpicrypt.key',
  },
  newKeyFile: {
    debian:
      'sudo mv {config}/glpicrypt.key {config}/glpicrypt.key.broken\nsudo -u www-data php bin/console security:change_key',
    rhel: 'sudo mv {config}/glpicrypt.key {config}/glpicrypt.key.broken\nsudo -u apache php bin/console security:change_key',
    docker:
      'docker exec -u 0 glpi mv {config}/glpicrypt.key {config}/glpicrypt.key.broken\ndocker exec -u www-data glpi php bin/console security:change_key',
    windows: 'ren {config}\\glpicrypt.key glpicrypt.key.broken\nphp bin\\console security:change_key',
  },
  notChangeKeyFirst: none,
  enterAllSecrets: none,
  renew: none,
  pluginsStay: none,
  reloadMarketplace: none,
  clearCache: asWebUser('php bin/console cache:clear'),
  waitMinutes: none,
  allowHostInProxy: none,
  searchLog: onServer(
    'grep -n "registration" {logs}/php-errors.log',
    'findstr /n registration {logs}\\php-errors.log',
  ),
  searchLogForResponse: onServer(
    'grep -n -A 3 "registration information" {logs}/php-errors.log',
    'findstr /n registration {logs}\\php-errors.log',
  ),
  searchLogForKeyFile: onServer(
    'grep -n -i "security key" {logs}/php-errors.log',
    'findstr /n /i /c:"security key" {logs}\\php-errors.log',
  ),
  lookUpName: {
    debian: 'sudo -u www-data getent hosts {host}',
    rhel: 'sudo -u apache getent hosts {host}',
    docker: 'docker exec glpi getent hosts {host}',
    windows: 'nslookup {host}',
  },
  repairDns: {
    debian: 'cat /etc/resolv.conf\nresolvectl status',
    rhel: 'cat /etc/resolv.conf\nnmcli device show | grep DNS',
    docker: '# compose.yaml, below the GLPI service:\n    dns:\n      - 192.0.2.53   # your own DNS server',
    windows: 'Get-DnsClientServerAddress',
  },
  restartPhp: {
    debian: "sudo systemctl restart 'php*-fpm' apache2",
    rhel: 'sudo systemctl restart php-fpm httpd',
    docker: 'docker restart glpi',
    windows: 'iisreset',
  },
  proxyNameOnly: none,
  clearProxy: none,
  readTheBrackets: none,
  enterProxyLogin: none,
  proxySpecialCharacters: none,
  proxyIfThereIsOne: none,
  allowConnect: none,
  allowVendorHost: none,
  openPort: none,
  tryConnect: {
    ...onServer('curl{curlProxy} -sS -o /dev/null -w "%{http_code}\\n" https://{host}/api/ping'),
    // PHP itself: Windows’ own curl trusts whom Windows trusts, which PHP does not.
    windows: `php -r "echo file_get_contents('https://{host}/api/ping') === false ? 'failed' : 'ok';"`,
  },
  tryBothProtocols: {
    debian: 'curl -v4 -o /dev/null https://{host}/api/ping\ncurl -v6 -o /dev/null https://{host}/api/ping',
    rhel: 'curl -v4 -o /dev/null https://{host}/api/ping\ncurl -v6 -o /dev/null https://{host}/api/ping',
    docker:
      'docker exec glpi curl -v4 -o /dev/null https://{host}/api/ping\ndocker exec glpi curl -v6 -o /dev/null https://{host}/api/ping',
    windows: 'curl.exe -v4 -o NUL https://{host}/api/ping\ncurl.exe -v6 -o NUL https://{host}/api/ping',
  },
  allowInSelinux: {
    debian: 'sudo setsebool -P httpd_can_network_connect on',
    rhel: 'sudo setsebool -P httpd_can_network_connect on',
    docker: '# on the machine that runs the container\nsudo setsebool -P httpd_can_network_connect on',
  },
  openServer: { docker: 'docker ps' },
  whoSigned: {
    debian: whoSigned,
    rhel: whoSigned,
    docker: `docker exec glpi sh -c "${whoSigned}"`,
    windows: [
      "$c = New-Object Net.Sockets.TcpClient('{host}', 443)",
      '$s = New-Object Net.Security.SslStream($c.GetStream(), $false, { $true })',
      "$s.AuthenticateAsClient('{host}')",
      '$s.RemoteCertificate.Issuer',
    ].join('\n'),
  },
  getCompanyCa: none,
  copyCaToServer: {
    debian: 'scp company-ca.crt you@glpi-server:/tmp/company-ca.crt',
    rhel: 'scp company-ca.crt you@glpi-server:/tmp/company-ca.crt',
    docker: 'scp company-ca.crt you@docker-host:/tmp/company-ca.crt',
    windows: 'New-Item -ItemType Directory -Force C:\\php-ca',
  },
  recogniseCa: {
    debian: recogniseCa,
    rhel: recogniseCa,
    docker: recogniseCa,
    windows:
      'Get-Content C:\\php-ca\\company-ca.crt -TotalCount 1\ncertutil -dump C:\\php-ca\\company-ca.crt',
  },
  testCompanyCa: {
    debian: testCompanyCa,
    rhel: testCompanyCa,
    docker: `docker cp /tmp/company-ca.crt glpi:/tmp/company-ca.crt\ndocker exec glpi ${testCompanyCa}`,
    windows:
      'curl.exe{curlProxy} -sS --ssl-no-revoke -o NUL -w "%{http_code}" --cacert C:\\php-ca\\company-ca.crt https://{host}/api/ping',
  },
  addCompanyCa: {
    debian:
      'sudo cp /tmp/company-ca.crt /usr/local/share/ca-certificates/company-ca.crt\nsudo update-ca-certificates',
    rhel: 'sudo cp /tmp/company-ca.crt /etc/pki/ca-trust/source/anchors/company-ca.crt\nsudo update-ca-trust',
    docker:
      'docker cp /tmp/company-ca.crt glpi:/usr/local/share/ca-certificates/company-ca.crt\ndocker exec -u 0 glpi update-ca-certificates',
    windows: [
      'curl.exe --ssl-no-revoke -o C:\\php-ca\\cacert.pem https://curl.se/ca/cacert.pem',
      'Add-Content -Encoding ascii C:\\php-ca\\cacert.pem ""',
      'Add-Content -Encoding ascii C:\\php-ca\\cacert.pem (Get-Content C:\\php-ca\\company-ca.crt)',
    ].join('\n'),
  },
  phpOwnList: {
    debian: phpOwnList,
    rhel: phpOwnList,
    docker: `docker exec glpi sh -c "grep -rnE '^ *(curl.cainfo|openssl.cafile)' /usr/local/etc/php /etc/php* 2>/dev/null"`,
    windows: iniLines('C:\\php-ca\\cacert.pem'),
  },
  keepCaInImage: {
    docker: [
      '# Dockerfile, with company-ca.crt beside it; the first line names the image that you use now',
      'FROM glpi/glpi:latest',
      'USER root',
      'COPY company-ca.crt /usr/local/share/ca-certificates/company-ca.crt',
      'RUN update-ca-certificates',
      'USER www-data',
    ].join('\n'),
  },
  undoCompanyCa: {
    debian: 'sudo rm /usr/local/share/ca-certificates/company-ca.crt\nsudo update-ca-certificates --fresh',
    rhel: 'sudo rm /etc/pki/ca-trust/source/anchors/company-ca.crt\nsudo update-ca-trust',
    docker:
      'docker exec -u 0 glpi rm /usr/local/share/ca-certificates/company-ca.crt\ndocker exec -u 0 glpi update-ca-certificates --fresh',
    windows: 'Remove-Item -Recurse C:\\php-ca',
  },
  exemptInspection: none,
  keepVerification: none,
  updateCa: {
    debian:
      'sudo apt-get update\nsudo apt-get install --reinstall ca-certificates\nsudo update-ca-certificates',
    rhel: 'sudo dnf reinstall ca-certificates\nsudo update-ca-trust',
    docker: 'docker exec -u 0 glpi sh -c "apt-get update && apt-get install -y --reinstall ca-certificates"',
    windows: 'curl.exe -o C:\\php\\cacert.pem https://curl.se/ca/cacert.pem',
  },
  pointPhpToCa: {
    debian: iniLines('/etc/ssl/certs/ca-certificates.crt'),
    rhel: iniLines('/etc/pki/tls/certs/ca-bundle.crt'),
    docker: iniLines('/etc/ssl/certs/ca-certificates.crt'),
    windows: iniLines('C:\\php\\cacert.pem'),
  },
  checkCaPath: {
    debian:
      'php -i | grep -E "cainfo|cafile|open_basedir"\nsudo -u www-data head -n 1 /etc/ssl/certs/ca-certificates.crt',
    rhel: 'php -i | grep -E "cainfo|cafile|open_basedir"\nsudo -u apache head -n 1 /etc/pki/tls/certs/ca-bundle.crt',
    docker: 'docker exec glpi sh -c "php -i | grep -E \'cainfo|cafile|open_basedir\'"',
    windows: 'php -i | findstr "cainfo cafile open_basedir"',
  },
  checkClock: {
    debian: 'timedatectl',
    rhel: 'timedatectl',
    docker: 'docker exec glpi date -u',
    windows: 'w32tm /query /status',
  },
  checkHosts: onServer('getent hosts {host}', 'nslookup {host}'),
  testMtu: onServer(
    'curl -v --max-time 20 -o /dev/null https://{host}/api/marketplace/plugins',
    'curl.exe -v --max-time 20 -o NUL https://{host}/api/marketplace/plugins',
  ),
  isolatedByDesign: none,
  compareWithBrowser: none,
  chooseOffer: none,
  makeFolderWritable: {
    debian: 'sudo chown -R www-data: {dir}',
    rhel: 'sudo chown -R apache: {dir}\nsudo chcon -R -t httpd_sys_rw_content_t {dir}',
    docker: 'docker exec -u 0 glpi chown -R www-data: {dir}',
    windows: 'icacls {dir} /grant IIS_IUSRS:(OI)(CI)M',
  },
  unzipByHand: none,
  installArchives: {
    debian: 'sudo apt-get install php-bz2 php-zip',
    rhel: 'sudo dnf install php-bz2 php-zip',
    docker: '# in the Dockerfile of your image\nRUN docker-php-ext-install bz2 zip',
    windows: '; php.ini\nextension=bz2\nextension=zip',
  },
  findOverride: onServer(
    'grep -n "GLPI_" {config}/local_define.php',
    'findstr /n GLPI_ {config}\\local_define.php',
  ),
  removeOverride: none,
  contactVendor: none,
} as const satisfies Record<string, Command>;

export type AdviceKey = keyof typeof advice;

const onlyOn: Partial<Record<AdviceKey, readonly System[]>> = { keepCaInImage: ['docker'] };

/** Whether `key` is anything to do on `system`. */
export const isFor = (key: AdviceKey, system: System): boolean => onlyOn[key]?.includes(system) ?? true;

/** What commands speak of here. Only what cannot mean anything to a shell is put into one. */
export interface Places {
  readonly host: string;
  readonly config: string;
  readonly logs: string;
  readonly dir: string;
  /** GLPI's proxy, which its server has to go through; null where it has none. */
  readonly proxy: { readonly address: string; readonly login: boolean } | null;
}

/** What a command needs to go the way that GLPI goes. Curl asks for the password itself. */
function proxyOptions({ proxy }: Places): { curlProxy: string; sslProxy: string } {
  if (proxy === null) return { curlProxy: '', sslProxy: '' };
  const login = proxy.login ? ' -U NAME' : '';
  return { curlProxy: ` -x http://${proxy.address}${login}`, sslProxy: ` -proxy ${proxy.address}` };
}

/** What to type for `key` on `system`; null where there is nothing to type. */
export function commandFor(key: AdviceKey, system: System, places: Places): string | null {
  const command: Command = advice[key];
  const text = command[system];
  if (text === undefined) return null;
  const { host, config, logs, dir } = places;
  const values = { host, config, logs, dir, ...proxyOptions(places) };
  return text.replace(
    /\{(host|config|logs|dir|curlProxy|sslProxy)\}/g,
    (_, place: keyof typeof values) => values[place],
  );
}
