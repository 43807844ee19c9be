import { useEffect, useState } from 'preact/hooks';
import { ask } from '../ui/ask.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { type TextKey, t } from '../ui/text.ts';

/** What the version brings that the browser updated to: said on the first page that is opened after it, and never again. */
export function News() {
  const [version, setVersion] = useState<string | null>(null);

  useEffect(() => {
    void ask('news.view', {}).then((outcome) => {
      if (!outcome.ok || outcome.value === null) return;
      setVersion(outcome.value);
      void ask('news.seen', {});
    });
  }, []);

  // Not every version brings what an admin would notice.
  const text = version === null ? '' : t(`news_${version.replaceAll('.', '_')}` as TextKey);
  if (version === null || text === '') return null;
  return (
    <div class="news" data-test="news">
      <Notice tone="info">
        <p class="notice-sentence">{t('updatedTo', { version })}</p>
        <p>{text}</p>
        <div class="actions">
          <Button kind="quiet" onClick={() => setVersion(null)}>
            {t('close')}
          </Button>
        </div>
      </Notice>
    </div>
  );
}
