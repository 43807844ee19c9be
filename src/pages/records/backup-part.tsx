import { useEffect, useRef, useState } from 'preact/hooks';
import { longestPassphrase, shortestPassphrase } from '../../invite/backup-rules.ts';
import type { Problem } from '../../invite/problem.ts';
import type { BackupFile } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { CheckIcon, InfoIcon, WarningIcon } from '../../ui/icons.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { problemText } from '../../ui/problem-text.ts';
import { t } from '../../ui/text.ts';
import { SavedFile } from './saved-file.tsx';

type Field = 'passphrase' | 'again';

const nothingTyped = { passphrase: '', again: '' };

/** The ledger as one encrypted file: what will be in it, a passphrase, one press. */
export function BackupPart() {
  const [typed, setTyped] = useState(nothingTyped);
  const [errors, setErrors] = useState<Partial<Record<Field, string>>>({});
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [backup, setBackup] = useState<BackupFile | null>(null);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [errors]);

  function set(field: Field, value: string) {
    setTyped((before) => ({ ...before, [field]: value }));
    setErrors({});
  }

  async function onSubmit(event: Event) {
    event.preventDefault();
    if (isBusy) return;
    setProblem(null);
    setBackup(null);
    const found = errorsOf(typed);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const outcome = await ask('records.backup', { passphrase: typed.passphrase });
    setBusy(false);
    setTyped(nothingTyped);
    if (outcome.ok) setBackup(outcome.value);
    else setProblem(outcome.problem);
  }

  return (
    <section class="sheet" aria-labelledby="backup-title" data-test="backup">
      <div>
        <h2 id="backup-title">{t('records_backup')}</h2>
        <p class="hint">{t('records_backup_what')}</p>
      </div>
      <ul class="holds">
        <li>
          <InfoIcon />
          <span>{t('records_backup_holds')}</span>
        </li>
        <li>
          <CheckIcon />
          <span>{t('records_backup_holdsNot')}</span>
        </li>
        <li>
          <WarningIcon />
          <span>{t('records_backup_onlyYou')}</span>
        </li>
      </ul>
      <form class="form" ref={form} noValidate onSubmit={(event) => void onSubmit(event)}>
        <div class="passphrases">
          <TextField
            label={t('records_passphrase')}
            name="backupPassphrase"
            type="password"
            autocomplete="new-password"
            maxLength={longestPassphrase}
            hint={t('records_passphraseRule', { length: shortestPassphrase })}
            error={errors.passphrase}
            value={typed.passphrase}
            onValue={(value) => set('passphrase', value)}
          />
          <TextField
            label={t('records_passphraseAgain')}
            name="backupPassphraseAgain"
            type="password"
            autocomplete="new-password"
            maxLength={longestPassphrase}
            error={errors.again}
            value={typed.again}
            onValue={(value) => set('again', value)}
          />
        </div>
        {problem !== null && <ProblemNotice problem={problem} />}
        <div class="actions">
          <Button type="submit" kind="primary" busy={isBusy ? t('records_backup_making') : null}>
            {t('records_backup')}
          </Button>
        </div>
      </form>
      <div role="status">{backup !== null && <SavedFile backup={backup} />}</div>
    </section>
  );
}

/** What is wrong with what was typed, by field. */
function errorsOf({ passphrase, again }: typeof nothingTyped): Partial<Record<Field, string>> {
  if (passphrase.length < shortestPassphrase) {
    const { sentence, next } = problemText({
      code: 'passphraseTooShort',
      detail: { length: String(shortestPassphrase) },
    });
    return { passphrase: `${sentence} ${next}` };
  }
  return passphrase === again ? {} : { again: t('records_passphrasesDiffer') };
}
