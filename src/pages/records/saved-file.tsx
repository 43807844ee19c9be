import { useEffect, useRef, useState } from 'preact/hooks';
import type { BackupFile } from '../../messages/views.ts';
import { CheckIcon } from '../../ui/icons.tsx';
import { t } from '../../ui/text.ts';

/**
 * Hands a file to the browser, which saves it as it saves every download: that takes no permission. The link stays, for
 * those whose browser did not, or who want it twice.
 */
export function SavedFile({ backup }: { backup: BackupFile }) {
  const [address, setAddress] = useState<string | null>(null);
  const link = useRef<HTMLAnchorElement>(null);

  useEffect(() => {
    const made = URL.createObjectURL(new Blob([backup.file], { type: 'application/json' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [backup]);
  useEffect(() => {
    if (address !== null) link.current?.click();
  }, [address]);

  return (
    <div class="saved" data-test="saved">
      <p class="saved-title">
        <CheckIcon />
        {t('records_backup_made', { name: backup.name })}
      </p>
      <p class="hint">{t('records_backup_madeNext')}</p>
      {address !== null && (
        <a ref={link} href={address} download={backup.name}>
          {t('records_backup_again')}
        </a>
      )}
    </div>
  );
}
