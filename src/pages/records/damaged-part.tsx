import { moment } from '../../ui/moments.ts';
import { Notice } from '../../ui/notice.tsx';
import { plural, t } from '../../ui/text.ts';
import { welcomeUrl } from '../connecting.ts';
import { type Damaged, damagedText, faultsText, type Kind, kinds } from './kinds.ts';

/** More lines than this tell nothing new. */
const mostLines = 50;

/** Records that could not be read any more: which kind, when, what of them, and what to do about it. */
export function DamagedPart({ damaged }: { damaged: readonly Damaged[] }) {
  const groups = kinds
    .map((kind) => ({ kind, found: damaged.filter(({ store }) => store === kind) }))
    .filter(({ found }) => found.length > 0);
  return (
    <section class="sheet" aria-labelledby="damaged-title" data-test="damaged">
      <h2 id="damaged-title">{t('records_damaged')}</h2>
      <Notice tone="warning">
        <p>{plural('records_damaged_what', damaged.length)}</p>
      </Notice>
      <ul class="damaged">
        {groups.map(({ kind, found }) => (
          <Group key={kind} kind={kind} found={found} />
        ))}
      </ul>
    </section>
  );
}

function Group({ kind, found }: { kind: Kind; found: readonly Damaged[] }) {
  const newest = found.toSorted((one, other) => other.at - one.at).slice(0, mostLines);
  return (
    <li data-kind={kind}>
      <h3>{damagedText(kind, found.length)}</h3>
      <p>{t(`records_damagedDo_${kind}`)}</p>
      {kind === 'sites' && (
        <p>
          <a href={welcomeUrl(null)}>{t('openSetup')}</a>
        </p>
      )}
      <details class="more">
        <summary>{t('records_damaged_show')}</summary>
        <ul class="more-body">
          {newest.map(({ at, faults }, place) => (
            <li key={place}>
              {t('records_damaged_line', { moment: moment(at), fields: faultsText(faults) })}
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
