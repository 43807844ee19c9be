import { Button } from '../../ui/button.tsx';
import { t } from '../../ui/text.ts';

/** The end of a form that keeps something: Save, and Cancel. */
export function SaveActions({ isBusy, onCancel }: { isBusy: boolean; onCancel: () => void }) {
  return (
    <div class="actions">
      <Button type="submit" kind="primary" busy={isBusy ? t('invites_saving') : null}>
        {t('save')}
      </Button>
      <Button kind="quiet" onClick={onCancel}>
        {t('cancel')}
      </Button>
    </div>
  );
}
