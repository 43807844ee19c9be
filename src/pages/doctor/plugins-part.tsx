import { type Facts, seen } from '../../doctor/facts.ts';
import type { PluginCard } from '../../glpi/checks.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import type { Checkup } from './use-checkup.ts';

/** What the key opens at this GLPI: what waits, what is held back, and what could be had. */
export function PluginsPart({ checkup }: { checkup: Checkup }) {
  const { facts, work } = checkup;
  const look = facts.plugins;
  return (
    <section class="sheet" aria-labelledby="plugins-title">
      <div>
        <h2 id="plugins-title">{t('doctor_unlocks')}</h2>
        <p class="hint">{t('doctor_unlocks_what')}</p>
      </div>
      {look.state === 'failed' && <ProblemNotice problem={look.problem} tone="warning" />}
      {look.state === 'seen' && <Plugins facts={facts} />}
      <div class="actions">
        <Button
          onClick={checkup.lookAtPlugins}
          busy={
            work === null ? null : work === 'plugins' ? t('doctor_unlocks_looking') : t('doctor_checking')
          }
        >
          {t('doctor_unlocks_look')}
        </Button>
      </div>
    </section>
  );
}

function Plugins({ facts }: { facts: Facts }) {
  const installed = seen(facts.plugins);
  if (installed === null) return null;
  if (installed.verdict !== 'open') {
    return (
      <Notice tone="warning">
        <p>{t('doctor_unlocks_closed')}</p>
        {installed.says !== null && (
          <p>
            <q>{installed.says}</q>
          </p>
        )}
      </Notice>
    );
  }
  const free = (seen(facts.marketplace)?.plugins ?? []).filter(
    ({ action, offer, key }) =>
      action === 'download' && offer === null && !installed.plugins.some((one) => one.key === key),
  );
  const groups = (['update', 'needsOffer', 'byHand', 'unsupported'] as const)
    .map((action) => ({ action, plugins: installed.plugins.filter((one) => one.action === action) }))
    .filter(({ plugins }) => plugins.length > 0);
  return (
    <div class="plugins" data-test="plugins">
      {groups.length === 0 && <p>{t('doctor_unlocks_nothing')}</p>}
      {groups.map(({ action, plugins }) => (
        <PluginGroup key={action} title={t(`doctor_unlocks_${action}`)} plugins={plugins} />
      ))}
      {free.length > 0 && <PluginGroup title={t('doctor_unlocks_free')} plugins={free.slice(0, 8)} />}
    </div>
  );
}

function PluginGroup({ title, plugins }: { title: string; plugins: readonly PluginCard[] }) {
  return (
    <div>
      <h3 class="plugins-title">{title}</h3>
      <ul>
        {plugins.map((plugin) => (
          <li key={plugin.key}>
            <strong>
              <bdi>{plugin.name}</bdi>
            </strong>
            <span class="hint"> {plugin.says || plugin.description}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
