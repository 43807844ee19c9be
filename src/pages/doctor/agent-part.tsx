import { agentAddress, agentPages, agentWays } from '../../doctor/agent.ts';
import { type Facts, seen } from '../../doctor/facts.ts';
import { t } from '../../ui/text.ts';
import { Command } from './finding-card.tsx';
import { Out } from './out.tsx';

/** How to go on once the key works, or without one: inventory, and the agent that feeds it. Asks nobody. */
export function AgentPart({ site, facts }: { site: string; facts: Facts }) {
  const inventory = seen(facts.network)?.inventory ?? 'unknown';
  return (
    <section class="sheet" aria-labelledby="agent-title">
      <div>
        <h2 id="agent-title">{t('doctor_agent')}</h2>
        <p class="hint">{t('doctor_agent_what')}</p>
      </div>
      <ol class="numbered">
        <li data-test="inventory">
          <p>
            {t(`doctor_agent_${inventory}`)}{' '}
            <Out href={`${site}/front/inventory.conf.php`}>{t('doctor_agent_openInventory')}</Out>
          </p>
        </li>
        <li>
          <p>
            {t('doctor_agent_address')}{' '}
            <code class="mono">
              <bdi>{agentAddress(site)}</bdi>
            </code>
          </p>
          <p class="hint">
            {t('doctor_agent_plugin')} <Out href={agentPages.address}>{t('doctor_agent_addressDocs')}</Out>
          </p>
        </li>
        <li>
          <p>{t('doctor_agent_install')}</p>
          <p class="links">
            <Out href={agentPages.releases}>{t('doctor_agent_releases')}</Out>
            <Out href={agentPages.installation}>{t('doctor_agent_docs')}</Out>
          </p>
          <div class="ways">
            {agentWays(site).map(({ system, command, page }) => (
              <details key={system} class="more">
                <summary>{t(`doctor_agent_${system}`)}</summary>
                <div class="more-body">
                  <p>{t(`doctor_agent_how_${system}`)}</p>
                  <Command text={command} what={t(`doctor_agent_${system}`)} />
                  <p class="links">
                    <Out href={page}>{t('doctor_agent_wayDocs')}</Out>
                  </p>
                </div>
              </details>
            ))}
          </div>
        </li>
        <li>
          <p>
            {t('doctor_agent_arrived')}{' '}
            <Out href={`${site}/front/agent.php`}>{t('doctor_agent_openAgents')}</Out>
          </p>
        </li>
      </ol>
    </section>
  );
}
