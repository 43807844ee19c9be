import { withoutSecrets } from '../glpi/quote.ts';

export interface ReportLine {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * A plain text fit for a forum: without keys, passwords, names of people, addresses of machines and of this GLPI. What
 * stands in it was on the screen before.
 */
export function report(heading: string, parts: readonly ReportLine[], site: string): string {
  const blocks = parts
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n'));
  return `${redacted([heading, ...blocks].join('\n\n'), site)}\n`;
}

/** Takes out of a text what could lead a stranger to this GLPI or into it. */
export function redacted(text: string, site: string): string {
  const { host, hostname, origin } = new URL(site);
  let clean = withoutSecrets(text);
  for (const name of [origin, host, hostname]) clean = clean.replaceAll(name, '[glpi]');
  return clean
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[mail]')
    .replace(/\b(?!0\.)(\d{1,3}\.){3}\d{1,3}\b/g, '[ip]')
    .replace(/\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b/gi, '[ip]');
}
