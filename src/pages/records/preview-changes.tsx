import type { Ref } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../invite/problem.ts';
import type { RestorePreview } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { moment } from '../../ui/moments.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { ChangeTable } from './change-table.tsx';
import type { OpenedBackup } from './choose-backup.tsx';
import { kinds } from './kinds.ts';

export interface PreviewChangesProps {
  readonly backup: OpenedBackup;
  readonly headingRef: Ref<HTMLHeadingElement>;
  readonly onDone: (done: RestorePreview) => void;
  readonly onOther: () => void;
}

/** What restoring would change, and the one press that does it. */
export function PreviewChanges({ backup, headingRef, onDone, onOther }: PreviewChangesProps) {
  const { file, passphrase, preview } = backup;
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const changesNothing = kinds.every((kind) => preview[kind].added + preview[kind].updated === 0);

  async function restore() {
    setBusy(true);
    setProblem(null);
    const outcome = await ask('records.restore', { file, passphrase });
    setBusy(false);
    if (outcome.ok) onDone(outcome.value);
    else setProblem(outcome.problem);
  }

  return (
    <>
      <div>
        <h3 tabIndex={-1} ref={headingRef}>
          {t('records_restore_preview')}
        </h3>
        {/* Zero is a date that could not be read. */}
        {preview.madeAt > 0 && (
          <p class="hint" data-test="made-at">
            {t('records_restore_madeAt', { moment: moment(preview.madeAt) })}
          </p>
        )}
      </div>
      <ChangeTable changes={preview} />
      {changesNothing && (
        <Notice tone="info">
          <p>{t('records_restore_nothing')}</p>
        </Notice>
      )}
      {problem !== null && <ProblemNotice problem={problem} />}
      <div class="actions">
        {!changesNothing && (
          <Button
            kind="primary"
            busy={isBusy ? t('records_restore_restoring') : null}
            onClick={() => void restore()}
          >
            {t('records_restore_now')}
          </Button>
        )}
        {!isBusy && (
          <Button kind="quiet" onClick={onOther}>
            {t('records_restore_other')}
          </Button>
        )}
      </div>
    </>
  );
}
