import type { RecordsView } from '../../messages/views.ts';
import { language, t } from '../../ui/text.ts';
import { kinds, kindText } from './kinds.ts';

/** What stands in the ledger, in numbers; `records` is null while they are counted. */
export function NumbersPart({ records }: { records: RecordsView | null }) {
  const number = new Intl.NumberFormat(language());
  return (
    <section class="sheet" aria-labelledby="numbers-title" aria-busy={records === null}>
      <div>
        <h2 id="numbers-title">{t('records_here')}</h2>
        <p class="hint">{t('records_here_what')}</p>
      </div>
      <dl class="numbers" data-test="numbers">
        {kinds.map((kind) => (
          <div key={kind} data-kind={kind}>
            <dt>{kindText(kind)}</dt>
            <dd>{records === null ? '…' : number.format(records[kind])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
