import { withoutSecrets } from '../glpi/quote.ts';

export interface ReportLine {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * A plain text fit for a forum: without keys, passwords, names of people, addresses of machines and of this GLPI. What
 * stands in it was on the screen before.
 */
export function report(
  heading: string,
  parts: readonly ReportLine[],
  site: string,
  names: readonly string[] = [],
): string {
  const blocks = parts
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n'));
  return `${redacted([heading, ...blocks].join('\n\n'), site, names)}\n`;
}

/** Hosts that everybody's GLPI talks to: no secret, and what a report is about. */
const isPublic = (host: string) => /^(services\.glpi-network\.com|(api\.)?github\.com)$/i.test(host);

/** Where curl names a machine, beyond addresses. */
const named = [
  /(https?:\/\/)([^\s/:"'<>()[\]”]+)/gi,
  /(resolve (?:host|proxy): ?)([^\s;,)”"]+)/gi,
  /((?:connect|connection) to (?!the |server)(?:host )?)([^\s;,)”"]+)/gi,
] as const;

/** Takes out of a text what could lead a stranger to this GLPI or into it; and `names`, of machines beside it. */
export function redacted(text: string, site: string, names: readonly string[] = []): string {
  const { host, hostname, origin } = new URL(site);
  let clean = withoutSecrets(text);
  for (const name of [origin, host, hostname]) clean = clean.replaceAll(name, '[glpi]');
  for (const pattern of named)
    clean = clean.replace(pattern, (whole, before: string, name: string) =>
      isPublic(name) || name.startsWith('[') ? whole : `${before}[host]`,
    );
  for (const name of names.filter((one) => one.length > 2)) clean = clean.replaceAll(name, '[host]');
  return clean
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[mail]')
    .replace(/\b(?!0\.)(\d{1,3}\.){3}\d{1,3}\b/g, '[ip]')
    .replace(/\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b/gi, '[ip]');
}

/** The operating system as PHP tells it, without the machine's name, which stands in its midst. */
export function withoutMachine(operatingSystem: string): string {
  return operatingSystem.replace(/^(Windows NT|\S+) \S+/, '$1');
}
