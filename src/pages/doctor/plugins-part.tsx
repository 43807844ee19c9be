import type { InstalledList } from '../../glpi/checks.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { ClosedMarketplace } from './closed-marketplace.tsx';
import { FreePlugins } from './free-plugins.tsx';
import { PluginGroup } from './plugin-group.tsx';
import type { Checkup } from './use-checkup.ts';

/** What the key opens at this GLPI: what waits, what is held back, and what could be had. */
export function PluginsPart({ site, checkup }: { site: string; checkup: Checkup }) {
  const { facts, work } = checkup;
  const look = facts.plugins;
  return (
    <section class="sheet" aria-labelledby="plugins-title">
      <div>
        <h2 id="plugins-title">{t('doctor_unlocks')}</h2>
        <p class="hint" id="plugins-note">
          {t('doctor_unlocks_what')}
        </p>
      </div>
      {look.state === 'failed' && <ProblemNotice problem={look.problem} tone="warning" />}
      {look.state === 'seen' && <Installed list={look.value} />}
      <div class="actions">
        <Button
          onClick={checkup.lookAtPlugins}
          describedBy="plugins-note"
          busy={
            work === null ? null : work === 'plugins' ? t('doctor_unlocks_looking') : t('doctor_checking')
          }
        >
          {t('doctor_unlocks_look')}
        </Button>
      </div>
      <FreePlugins site={site} />
    </section>
  );
}

function Installed({ list }: { list: InstalledList }) {
  const groups = (['update', 'needsOffer', 'byHand', 'unsupported'] as const)
    .map((action) => ({ action, plugins: list.plugins.filter((one) => one.action === action) }))
    .filter(({ plugins }) => plugins.length > 0);
  const isOpen = list.verdict === 'open';
  return (
    <div class="plugins" data-test="plugins">
      {!isOpen && <ClosedMarketplace says={list.says} />}
      {isOpen && groups.length === 0 && <p>{t('doctor_unlocks_nothing')}</p>}
      {groups.map(({ action, plugins }) => (
        <PluginGroup
          key={action}
          title={t(`doctor_unlocks_${action}`)}
          heading="h3"
          plugins={plugins}
          says="says"
        />
      ))}
    </div>
  );
}
