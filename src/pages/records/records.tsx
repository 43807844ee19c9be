import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { welcomeUrl } from '../connecting.ts';
import { PageHead } from '../page-head.tsx';
import { useReply } from '../use-reply.ts';
import { BackupPart } from './backup-part.tsx';
import { DamagedPart } from './damaged-part.tsx';
import { LeavePart } from './leave-part.tsx';
import { NumbersPart } from './numbers-part.tsx';
import { RestorePart } from './restore-part.tsx';

/** The full page about the ledger: what stands in it, what had to be set aside, and how to keep a copy of it. */
export function Records() {
  const { outcome, refresh } = useReply('records.view', {});
  return (
    <main class="welcome">
      <PageHead title={t('records_title')} lead={t('records_lead')} />
      {outcome !== null && !outcome.ok && (
        <ProblemNotice problem={outcome.problem}>
          <Button onClick={refresh}>{t('tryAgain')}</Button>
        </ProblemNotice>
      )}
      {(outcome === null || outcome.ok) && <NumbersPart records={outcome?.value ?? null} />}
      {outcome?.ok && outcome.value.damaged.length > 0 && <DamagedPart damaged={outcome.value.damaged} />}
      <BackupPart />
      <RestorePart />
      <LeavePart />
      <p class="privacy">
        <a href={welcomeUrl(null)}>{t('openSetup')}</a>
      </p>
    </main>
  );
}
