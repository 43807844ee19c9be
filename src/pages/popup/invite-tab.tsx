import { useState } from 'preact/hooks';
import type { Problem } from '../../invite/problem.ts';
import type { Outcome } from '../../messages/ask.ts';
import type { SiteView } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { InviteForm } from '../../ui/invite-form.tsx';
import { IssuedView, type Result } from '../../ui/issued-view.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { connect, leaveForWelcome, promptsUnderPopups } from '../connecting.ts';
import { SiteProblem } from '../site-problem.tsx';
import { useReply } from '../use-reply.ts';

/** "Generate invite" for a site, or what stands in its way. */
export function InviteTab({ site, onChange }: { site: SiteView; onChange: () => void }) {
  // What was just tried and failed counts more than what the list said before.
  const [latest, setLatest] = useState<Problem | null>(null);
  const [issued, setIssued] = useState<Result | null>(null);
  const canIssue = site.state === 'connected' && site.canIssue;
  const choices = useReply('site.choices', canIssue ? { site: site.id } : null);

  function onSite(outcome: Outcome<SiteView>) {
    setLatest(outcome.ok ? null : outcome.problem);
    onChange();
  }

  function onAllow() {
    if (promptsUnderPopups()) return void leaveForWelcome(site.id);
    void connect(site.id).then((outcome) => outcome !== null && onSite(outcome));
  }

  if (issued !== null) return <IssuedView issued={issued} onNew={() => setIssued(null)} />;
  if (site.state !== 'connected') {
    const problem = latest ?? site.problem ?? { code: 'glpiTabNeeded' };
    return <SiteProblem site={site} problem={problem} onSite={onSite} onAllow={onAllow} />;
  }
  return (
    <>
      {!canIssue &&
        site.notices.map((notice) => <ProblemNotice key={notice.code} problem={notice} tone="warning" />)}
      {canIssue && choices.outcome === null && (
        <div class="opening" aria-busy="true">
          <span class="spinner" aria-hidden="true" />
          <span class="hidden">{t('loading')}</span>
        </div>
      )}
      {choices.outcome !== null && !choices.outcome.ok && (
        <ProblemNotice problem={choices.outcome.problem}>
          <Button onClick={choices.refresh}>{t('tryAgain')}</Button>
        </ProblemNotice>
      )}
      {choices.outcome?.ok && (
        <InviteForm
          choices={choices.outcome.value}
          issue={(draft) => ask('invite.issue', { site: site.id, draft })}
          issuePersonal={(draft) => ask('personal.issue', { site: site.id, draft })}
          onIssued={setIssued}
          notices={site.notices}
          onMend={async (mend) => {
            const outcome = await ask('site.mend', { site: site.id, mend });
            choices.refresh();
            return outcome;
          }}
        />
      )}
    </>
  );
}
