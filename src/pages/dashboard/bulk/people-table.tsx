import { useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import { problemText } from '../../../ui/problem-text.ts';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { t } from '../../../ui/text.ts';
import { TypedText } from '../../../ui/typed-text.tsx';
import { Pager, pageSize } from '../list-parts.tsx';

/** One row of a table of people, and why it is not invited. */
export interface PersonRow {
  readonly line: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly label: string;
  readonly problem: Problem | null;
}

/** Why a row cannot be invited, in one sentence and the next step. */
export function reasonOf(found: Problem): string {
  if (found.code === 'addressNotValid' && (found.detail?.address ?? '') === '')
    return t('bulk_withoutAddress');
  const { sentence, next } = problemText(found);
  // What GLPI says need not end like a sentence.
  return `${sentence}${/[.!?…]$/.test(sentence) ? '' : '.'} ${next}`;
}

export interface PeopleTableProps {
  readonly rows: readonly PersonRow[];
  readonly caption: string;
  /** What stands where nothing is wrong with a row. */
  readonly fine: string;
  readonly tone: 'good' | 'off';
}

/** Rows of people with their verdict each, by the page. */
export function PeopleTable({ rows, caption, fine, tone }: PeopleTableProps) {
  const [from, setFrom] = useState(0);
  const start = from < rows.length ? from : 0;
  return (
    <>
      <div class="table-frame">
        <table class="table row-table">
          <caption class="hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col" class="number">
                {t('bulk_row')}
              </th>
              <th scope="col">{t('bulk_person')}</th>
              <th scope="col" class="medium-only">
                {t('bulk_verdict')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(start, start + pageSize).map((row) => {
              const verdict =
                row.problem === null ? (
                  <StateBadge tone={tone}>{fine}</StateBadge>
                ) : (
                  <span class="row-reason">{reasonOf(row.problem)}</span>
                );
              return (
                <tr key={row.line} data-test="bulk-row" data-problem={row.problem?.code}>
                  <td class="number soft">{row.line}</td>
                  <th scope="row">
                    <TypedText text={`${row.firstName} ${row.lastName}`.trim() || row.label || row.email} />
                    <p class="line-sub">
                      <TypedText text={row.email} />
                    </p>
                    <p class="line-sub narrow-only">{verdict}</p>
                  </th>
                  <td class="medium-only">{verdict}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {rows.length > pageSize && <Pager from={start} total={rows.length} onFrom={setFrom} />}
    </>
  );
}
