import { useEffect, useRef, useState } from 'preact/hooks';
import { largestBackup, largestBackupInMegabytes, longestPassphrase } from '../../invite/backup-rules.ts';
import type { Problem } from '../../invite/problem.ts';
import type { RestorePreview } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { Field, TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { problemText } from '../../ui/problem-text.ts';
import { t } from '../../ui/text.ts';

/** A backup that was opened once, with what it takes to open it again; forgotten as soon as it is restored or left. */
export interface OpenedBackup {
  readonly file: string;
  readonly passphrase: string;
  readonly preview: RestorePreview;
}

interface Errors {
  readonly file?: string;
  readonly passphrase?: string;
}

/** Which file, and its passphrase; then it is opened once to see what it would change. Nothing is written. */
export function ChooseBackup({ onOpened }: { onOpened: (backup: OpenedBackup) => void }) {
  const [chosen, setChosen] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [errors, setErrors] = useState<Errors>({});
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [errors]);

  function onFile(file: File | null) {
    setChosen(file);
    setProblem(null);
    // Said at once: nobody should type a passphrase for nothing.
    setErrors(file !== null && isTooLarge(file) ? { file: tooLarge() } : {});
  }

  async function onSubmit(event: Event) {
    event.preventDefault();
    if (isBusy) return;
    setProblem(null);
    if (chosen === null) return setErrors({ file: t('records_restore_fileMissing') });
    if (isTooLarge(chosen)) return setErrors({ file: tooLarge() });
    if (passphrase === '') return setErrors({ passphrase: t('records_restore_passphraseMissing') });
    setErrors({});
    setBusy(true);
    const file = await chosen.text().catch(() => null);
    const outcome = file === null ? null : await ask('records.preview', { file, passphrase });
    setBusy(false);
    setPassphrase('');
    // Moved, changed or taken away since it was chosen: the browser then refuses to read it.
    if (file === null || outcome === null) return setErrors({ file: t('records_restore_fileUnreadable') });
    if (outcome.ok) return onOpened({ file, passphrase, preview: outcome.value });
    if (outcome.problem.code === 'passphraseWrong') {
      const { sentence, next } = problemText(outcome.problem);
      return setErrors({ passphrase: `${sentence} ${next}` });
    }
    setProblem(outcome.problem);
  }

  return (
    <form class="form" ref={form} noValidate onSubmit={(event) => void onSubmit(event)}>
      <Field label={t('records_restore_file')} error={errors.file}>
        {(control) => (
          <input
            {...control}
            class="input file"
            type="file"
            name="backupFile"
            accept=".json,application/json"
            onChange={(event) => onFile(event.currentTarget.files?.[0] ?? null)}
          />
        )}
      </Field>
      <TextField
        label={t('records_restore_passphrase')}
        name="restorePassphrase"
        type="password"
        autocomplete="current-password"
        maxLength={longestPassphrase}
        error={errors.passphrase}
        value={passphrase}
        onValue={(value) => {
          setPassphrase(value);
          setErrors({});
        }}
      />
      {problem !== null && <ProblemNotice problem={problem} />}
      <div class="actions">
        <Button type="submit" kind="primary" busy={isBusy ? t('records_restore_looking') : null}>
          {t('records_restore_look')}
        </Button>
      </div>
    </form>
  );
}

const isTooLarge = (file: File) => file.size > largestBackup;

function tooLarge(): string {
  const detail = { limit: largestBackupInMegabytes };
  const { sentence, next } = problemText({ code: 'backupTooLarge', detail });
  return `${sentence} ${next}`;
}
