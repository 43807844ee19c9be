import { useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import type { RegistrationQueryRequest } from '../../../messages/dashboard-requests.ts';
import type { RegistrantView } from '../../../messages/dashboard-views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { download } from '../../../ui/download.ts';
import { DownloadIcon } from '../../../ui/icons.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { t } from '../../../ui/text.ts';
import { usualSeparator } from '../csv.ts';
import { registrationsCsv } from './registrations-export.ts';

/** So many are asked for at once. */
const batch = 500;

/** Saves all that the filter leaves, with every answer, as a table for a spreadsheet. */
export function SaveRegistrations({ query, total }: { query: RegistrationQueryRequest; total: number }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function save() {
    setBusy(true);
    setProblem(null);
    const people: RegistrantView[] = [];
    while (people.length < total) {
      const outcome = await ask('registration.page', { ...query, from: people.length, limit: batch });
      if (!outcome.ok) {
        setProblem(outcome.problem);
        return setBusy(false);
      }
      if (outcome.value.people.length === 0) break;
      people.push(...outcome.value.people);
    }
    download(
      `invite-for-glpi-registrations-${new Date().toISOString().slice(0, 10)}.csv`,
      new Blob([registrationsCsv(people, usualSeparator())], { type: 'text/csv;charset=utf-8' }),
    );
    setBusy(false);
  }

  if (total === 0) return null;
  return (
    <div class="actions">
      <Button
        label={t('journal_saveAs', { kind: 'CSV' })}
        busy={isBusy ? t('journal_saving') : null}
        onClick={() => void save()}
      >
        <DownloadIcon />
        CSV
      </Button>
      {problem !== null && <ProblemNotice problem={problem} />}
    </div>
  );
}
