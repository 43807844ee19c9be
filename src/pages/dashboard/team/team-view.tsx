import { useEffect, useId, useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import type { Outcome } from '../../../messages/ask.ts';
import type { OwnIssuerView, SealFindingView, TeamView as Team } from '../../../messages/team-views.ts';
import type { SiteView } from '../../../messages/views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { plural, t } from '../../../ui/text.ts';
import { typedInSentence } from '../../../ui/typed.ts';
import { TypedText } from '../../../ui/typed-text.tsx';
import { useReply } from '../../use-reply.ts';
import { hashOf } from '../address.ts';
import { Loading } from '../list-parts.tsx';
import { When } from '../when.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { IssuerCard } from './issuer-card.tsx';
import { WatchPart } from './watch-part.tsx';

/** Those who share a GLPI: whose invites are watched here, who watches now, and what stands in the place of seals. */
export function TeamView({ sites }: { sites: readonly SiteView[] }) {
  return (
    <div class="view">
      <div class="list-part team">
        <div class="view-head">
          <h2 id="view-title">{t('dash_team')}</h2>
        </div>
        {sites.length === 0 ? (
          <EmptyState title={t('team_noSite')} next={t('team_noSiteNext')} />
        ) : (
          sites.map((site) => <SiteTeam key={site.id} site={site} isOnly={sites.length === 1} />)
        )}
      </div>
    </div>
  );
}

function SiteTeam({ site, isOnly }: { site: SiteView; isOnly: boolean }) {
  const { outcome, refresh } = useReply('team.view', { site: site.id });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isLooking, setLooking] = useState(true);
  const id = useId();

  async function look() {
    setLooking(true);
    const looked = await ask('team.look', { site: site.id });
    setProblem(looked.ok ? null : looked.problem);
    setLooking(false);
    refresh();
  }
  // Whoever opens this wants to know what stands in GLPI now.
  useEffect(() => void look(), [site.id]);

  async function carryOut(work: Promise<Outcome<Team>>) {
    const done = await work;
    setProblem(done.ok ? null : done.problem);
    refresh();
  }

  if (outcome === null) return <Loading />;
  const team = outcome.ok ? outcome.value : null;
  return (
    <section class="team-site" aria-label={site.name} data-test="team-site">
      <h3 class={isOnly ? 'hidden' : ''}>
        <bdi>{site.name}</bdi>
      </h3>
      {!outcome.ok && <ProblemNotice problem={outcome.problem} />}
      {problem !== null && <ProblemNotice problem={problem} />}
      {team !== null && (
        <>
          <div class="team-pair">
            <OwnPart own={team.own} />
            <WatchPart site={site.id} />
          </div>
          {team.findings.length > 0 && <FindingsPart findings={team.findings} onDo={carryOut} />}
          <section class="team-part" aria-labelledby={id}>
            <div class="team-head">
              <h4 id={id}>{t('team_colleagues')}</h4>
              <span class="soft" role="status">
                {isLooking ? (
                  t('team_looking')
                ) : team.lookedAt === null ? null : (
                  <>
                    {t('team_lookedAt')} <When at={team.lookedAt} />
                  </>
                )}
              </span>
              <Button kind="quiet" busy={isLooking ? t('team_looking') : null} onClick={() => void look()}>
                {t('team_look')}
              </Button>
            </div>
            {team.issuers.length === 0 ? (
              <p class="hint" data-test="no-issuers">
                {t('team_nobody')}
              </p>
            ) : (
              <ul class="template-cards">
                {team.issuers.map((issuer) => (
                  <IssuerCard key={issuer.key} site={site.id} issuer={issuer} onDo={carryOut} />
                ))}
              </ul>
            )}
            {team.unsealed > 0 && <p class="hint">{plural('team_unsealed', team.unsealed)}</p>}
            {team.floorsTrouble !== null && (
              <ProblemNotice problem={team.floorsTrouble} tone="warning">
                <p>{t('team_floorsTrouble')}</p>
              </ProblemNotice>
            )}
          </section>
        </>
      )}
    </section>
  );
}

function OwnPart({ own }: { own: OwnIssuerView | null }) {
  const id = useId();
  return (
    <section class="team-part team-box" aria-labelledby={id}>
      <h4 id={id}>{t('team_own')}</h4>
      {own === null ? (
        <ProblemNotice problem={{ code: 'cannotSeal' }} tone="warning" />
      ) : (
        <>
          <p>
            <TypedText text={own.name} />
          </p>
          <Fingerprint value={own.fingerprint} />
          <p class="hint">{t('team_ownHint')}</p>
          <div class="actions small">
            <CopyButton text={own.fingerprint}>{t('team_copyFingerprint')}</CopyButton>
          </div>
        </>
      )}
    </section>
  );
}

interface FindingsProps {
  readonly findings: readonly SealFindingView[];
  readonly onDo: (work: Promise<Outcome<Team>>) => Promise<void>;
}

/** What somebody has put, changed or taken away in GLPI. None of it is acted on. */
function FindingsPart({ findings, onDo }: FindingsProps) {
  const id = useId();
  return (
    <section class="team-part" aria-labelledby={id}>
      <h4 id={id}>{t('team_findings')}</h4>
      <ul class="team-findings">
        {findings.map(({ problem, inviteId, label, formUrl, canRewrite }) => (
          <li key={`${problem.code} ${formUrl ?? inviteId}`} data-test="finding">
            <ProblemNotice problem={problem} tone="warning">
              {inviteId !== null && (
                <a class="button quiet" href={hashOf({ view: 'invites', at: { open: inviteId } })}>
                  {t('team_toInvite', { label: typedInSentence(label ?? inviteId) })}
                </a>
              )}
              {formUrl !== null && (
                <a class="button quiet" href={formUrl} target="_blank" rel="noreferrer">
                  {t('team_toForm')}
                </a>
              )}
              {canRewrite && inviteId !== null && (
                <Button
                  label={t('team_sealAgainNamed', { label: typedInSentence(label ?? inviteId) })}
                  onClick={() => void onDo(ask('team.sealAgain', { invite: inviteId }))}
                >
                  {t('team_sealAgain')}
                </Button>
              )}
            </ProblemNotice>
          </li>
        ))}
      </ul>
    </section>
  );
}
