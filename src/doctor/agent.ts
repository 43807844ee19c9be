/** How the GLPI Agent is installed, as its own documentation has it (glpi-project/doc-agent, source/installation). */

const manual = 'https://glpi-agent.readthedocs.io/en/latest';

export const agentPages = {
  releases: 'https://github.com/glpi-project/glpi-agent/releases/latest',
  installation: `${manual}/installation/index.html`,
  address: `${manual}/configuration.html#server`,
} as const;

export interface AgentWay {
  readonly system: 'windows' | 'linux' | 'macos';
  /** VERSION stands for the number in the name of the file that was downloaded. */
  readonly command: string;
  readonly page: string;
}

/** Where the agents of a site report to: its base URL with a slash at the end. */
export const agentAddress = (site: string): string => `${site}/`;

/** An address in which nothing means anything to a shell; a ready-made one in its place where it does. */
function safeAddress(site: string): string {
  const address = agentAddress(site);
  return /^https?:\/\/[\w.:[\]-]+\/[\w.~%/-]*$/.test(address) ? address : 'https://glpi.example.org/';
}

/** What to type on each system. */
export function agentWays(site: string): readonly AgentWay[] {
  const address = safeAddress(site);
  return [
    {
      system: 'windows',
      // Right before its file stands /i, or it is not taken for it; RUNNOW reports at once instead of within the hour.
      command: `msiexec /i GLPI-Agent-VERSION-x64.msi /quiet SERVER="${address}" RUNNOW=1`,
      page: `${manual}/installation/windows-command-line.html`,
    },
    {
      system: 'linux',
      command: `sudo perl glpi-agent-VERSION-linux-installer.pl --server="${address}" --runnow`,
      page: `${manual}/installation/index.html#linux-perl-installer`,
    },
    {
      system: 'macos',
      command: [
        `echo "server = ${address}" | sudo tee /Applications/GLPI-Agent/etc/conf.d/local.cfg`,
        'sudo /Applications/GLPI-Agent/bin/glpi-agent',
      ].join('\n'),
      page: `${manual}/installation/index.html#macos`,
    },
  ];
}
