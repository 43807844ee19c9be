import { useEffect, useRef, useState } from 'preact/hooks';
import type { RestorePreview } from '../../messages/views.ts';
import { Button } from '../../ui/button.tsx';
import { CheckIcon } from '../../ui/icons.tsx';
import { t } from '../../ui/text.ts';
import { welcomeUrl } from '../connecting.ts';
import { ChangeTable } from './change-table.tsx';
import { ChooseBackup, type OpenedBackup } from './choose-backup.tsx';
import { PreviewChanges } from './preview-changes.tsx';

type Stage =
  | { readonly at: 'choosing' }
  | { readonly at: 'preview'; readonly backup: OpenedBackup }
  | { readonly at: 'done'; readonly done: RestorePreview };

/** From a file to the ledger: choose it, see what would change, one press, see what was done. */
export function RestorePart() {
  const [stage, setStage] = useState<Stage>({ at: 'choosing' });
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);

  // What was pressed is gone: the focus goes on to what came of it.
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [stage.at]);

  const chooseAnother = () => setStage({ at: 'choosing' });
  return (
    <section class="sheet" aria-labelledby="restore-title" data-test="restore" data-stage={stage.at}>
      <div>
        <h2 id="restore-title" tabIndex={-1} ref={stage.at === 'choosing' ? heading : null}>
          {t('records_restore')}
        </h2>
        <p class="hint">{t('records_restore_what')}</p>
      </div>
      {stage.at === 'choosing' && <ChooseBackup onOpened={(backup) => setStage({ at: 'preview', backup })} />}
      {stage.at === 'preview' && (
        <PreviewChanges
          backup={stage.backup}
          headingRef={heading}
          onDone={(done) => setStage({ at: 'done', done })}
          onOther={chooseAnother}
        />
      )}
      {stage.at === 'done' && (
        <>
          <h3 class="restored" tabIndex={-1} ref={heading}>
            <CheckIcon />
            {t('records_restore_done')}
          </h3>
          <ChangeTable changes={stage.done} />
          <p>{t('records_restore_doneNext')}</p>
          <div class="actions">
            <a class="button primary" href={welcomeUrl(null)}>
              {t('openSetup')}
            </a>
            <Button kind="quiet" onClick={chooseAnother}>
              {t('records_restore_other')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
