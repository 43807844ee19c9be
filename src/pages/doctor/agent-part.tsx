import { type Facts, seen } from '../../doctor/facts.ts';
import { OutIcon } from '../../ui/icons.tsx';
import { t } from '../../ui/text.ts';
import { Command } from './finding-card.tsx';

const releases = 'https://github.com/glpi-project/glpi-agent/releases';
const manual = 'https://glpi-agent.readthedocs.io/';

/** How to go on once the key works, or without one: inventory, and the agent that feeds it. Asks nobody. */
export function AgentPart({ site, facts }: { site: string; facts: Facts }) {
  const inventory = seen(facts.network)?.inventory ?? 'unknown';
  const address = `${site}/`;
  const ways = [
    ['linux', `sudo perl glpi-agent-*-linux-installer.pl --server="${address}"`],
    ['windows', `msiexec /i GLPI-Agent-x64.msi /quiet SERVER="${address}"`],
    ['macos', `# /Applications/GLPI-Agent/etc/conf.d/local.cfg\nserver = ${address}`],
  ] as const;
  return (
    <section class="sheet" aria-labelledby="agent-title">
      <div>
        <h2 id="agent-title">{t('doctor_agent')}</h2>
        <p class="hint">{t('doctor_agent_what')}</p>
      </div>
      <p data-test="inventory">
        {t(`doctor_agent_${inventory}`)}{' '}
        <Out href={`${site}/front/inventory.conf.php`}>{t('doctor_agent_openInventory')}</Out>
      </p>
      <p>
        {t('doctor_agent_address')}{' '}
        <code class="mono">
          <bdi>{address}</bdi>
        </code>
      </p>
      <div class="ways">
        {ways.map(([system, command]) => (
          <details key={system} class="more">
            <summary>{t(`doctor_agent_${system}`)}</summary>
            <div class="more-body">
              <p>{t(`doctor_agent_how_${system}`)}</p>
              <Command text={command} what={t(`doctor_agent_${system}`)} />
            </div>
          </details>
        ))}
      </div>
      <p class="links">
        <Out href={releases}>{t('doctor_agent_releases')}</Out>
        <Out href={manual}>{t('doctor_agent_docs')}</Out>
      </p>
    </section>
  );
}

function Out({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children} <OutIcon />
    </a>
  );
}
