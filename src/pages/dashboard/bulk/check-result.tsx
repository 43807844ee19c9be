import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RowVerdict } from '../../../messages/bulk-views.ts';
import { Button } from '../../../ui/button.tsx';
import { DownloadIcon } from '../../../ui/icons.tsx';
import { plural, t } from '../../../ui/text.ts';
import { Segments } from '../list-parts.tsx';
import { columnNames, saveCsv } from './bulk-files.ts';
import { asFed, type FedTable } from './feed.ts';
import { PeopleTable, reasonOf } from './people-table.tsx';

export interface CheckResultProps {
  readonly table: FedTable;
  readonly verdicts: readonly RowVerdict[];
}

type Shown = 'bad' | 'good' | 'all';

/** What would become of each row: the bad ones first, to be left out, or saved and mended. */
export function CheckResult({ table, verdicts }: CheckResultProps) {
  const rows = useMemo(
    () => table.people.map((person, index) => ({ ...person, problem: verdicts[index]?.problem ?? null })),
    [table, verdicts],
  );
  const bad = useMemo(() => rows.filter(({ problem }) => problem !== null), [rows]);
  const good = rows.length - bad.length;
  const [chosen, setShown] = useState<Shown | null>(null);
  const shown = chosen ?? (bad.length > 0 ? 'bad' : 'all');
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is another one now: the focus goes on to what came of it.
  useEffect(() => heading.current?.focus(), [verdicts]);

  const visible =
    shown === 'all'
      ? [...bad, ...rows.filter(({ problem }) => problem === null)]
      : rows.filter(({ problem }) => (problem === null) === (shown === 'good'));

  function save() {
    const reasons = new Map(
      bad.flatMap(({ line, problem }) => (problem === null ? [] : [[line, [reasonOf(problem)]] as const])),
    );
    const names = columnNames();
    saveCsv(t('bulk_failuresFile'), asFed(table, reasons, names, [names.reason]));
  }

  return (
    <div class="check-result" data-test="check-result">
      <h4 tabIndex={-1} ref={heading} class="verdict">
        {bad.length === 0
          ? plural('bulk_allGood', good)
          : t('bulk_verdictCounts', {
              good: plural('bulk_willBeInvited', good),
              bad: plural('bulk_willNot', bad.length),
            })}
      </h4>
      {bad.length > 0 && (
        <div class="actions small">
          <Segments
            label={t('bulk_verdict')}
            choices={[
              { value: 'bad', name: t('bulk_shown_bad'), count: bad.length, isUrgent: true },
              { value: 'good', name: t('bulk_shown_good'), count: good },
              { value: 'all', name: t('list_all'), count: rows.length },
            ]}
            value={shown}
            onValue={setShown}
          />
          <Button onClick={save}>
            <DownloadIcon />
            {plural('bulk_saveBad', bad.length)}
          </Button>
        </div>
      )}
      <PeopleTable key={shown} rows={visible} caption={t('bulk_check')} fine={t('bulk_fine')} tone="good" />
      {bad.length > 0 && <p class="hint">{t('bulk_leftOut')}</p>}
    </div>
  );
}
