import { useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import type { BulkLink, BulkView } from '../../../messages/bulk-views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { DownloadIcon, MailIcon, PrintIcon } from '../../../ui/icons.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { t } from '../../../ui/text.ts';
import { linkLines, linkSheet, saveCsv } from './bulk-files.ts';
import { Cards } from './cards.tsx';
import { fedSince } from './feed.ts';
import { Messages } from './messages.tsx';

type Doing = 'file' | 'cards' | 'messages';

/** The ways to pass on the links of a bulk. They are asked for on a press, and kept only while they are shown. */
export function BulkLinksPart({ bulk }: { bulk: BulkView }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [shown, setShown] = useState<{ what: 'cards' | 'messages'; links: readonly BulkLink[] } | null>(null);

  async function fetchLinks(): Promise<readonly BulkLink[] | null> {
    const outcome = await ask('bulk.links', { bulk: bulk.id });
    setProblem(outcome.ok ? null : outcome.problem);
    return outcome.ok ? outcome.value.links : null;
  }

  async function press(what: Doing) {
    if (shown?.what === what) return setShown(null);
    setDoing(what);
    const links = await fetchLinks();
    setDoing(null);
    if (links === null) return;
    if (what === 'file')
      saveCsv(t('bulk_linksOf', { label: bulk.label }), linkSheet(links, fedSince.get(bulk.id) ?? null));
    else setShown({ what, links });
  }

  return (
    <section class="part links-part" aria-labelledby="bulk-links">
      <h3 id="bulk-links" class="no-print">
        {t('bulk_links')}
      </h3>
      <p class="hint no-print">{t(bulk.kind === 'personal' ? 'bulk_linksPersonal' : 'bulk_linksWhat')}</p>
      <div class="actions no-print">
        <Button
          kind="primary"
          busy={doing === 'file' ? t('bulk_collecting') : null}
          onClick={() => void press('file')}
        >
          <DownloadIcon />
          {t('bulk_saveLinks')}
        </Button>
        <CopyButton
          text={async () => {
            const links = await fetchLinks();
            return links === null ? null : linkLines(links);
          }}
        >
          {t('bulk_copyLinks')}
        </CopyButton>
        <Button busy={doing === 'cards' ? t('bulk_collecting') : null} onClick={() => void press('cards')}>
          <PrintIcon />
          {t(shown?.what === 'cards' ? 'bulk_hideCards' : 'bulk_cards')}
        </Button>
        <Button
          busy={doing === 'messages' ? t('bulk_collecting') : null}
          onClick={() => void press('messages')}
        >
          <MailIcon />
          {t(shown?.what === 'messages' ? 'bulk_hideMessages' : 'bulk_messages')}
        </Button>
      </div>
      {problem !== null && <ProblemNotice problem={problem} />}
      {shown?.what === 'cards' && <Cards bulk={bulk} links={shown.links} />}
      {shown?.what === 'messages' && <Messages links={shown.links} />}
    </section>
  );
}
