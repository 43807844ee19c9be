import { useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import type { InviteDetailView } from '../../../messages/dashboard-views.ts';
import type { PersonView } from '../../../messages/views.ts';
import { Button } from '../../../ui/button.tsx';
import { EditIcon, OutIcon } from '../../../ui/icons.tsx';
import { IssuedView, type Result } from '../../../ui/issued-view.tsx';
import { leafOf, pathOf } from '../../../ui/matching.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { plural, t } from '../../../ui/text.ts';
import { PersonalCard } from '../../popup/personal-card.tsx';
import { useReply } from '../../use-reply.ts';
import type { Navigation } from '../address.ts';
import { History } from '../history.tsx';
import { Loading, Pane } from '../list-parts.tsx';
import { When } from '../when.tsx';
import { BatchNote } from './batch-note.tsx';
import { InviteActions } from './invite-actions.tsx';
import { InviteEdit } from './invite-edit.tsx';
import { PeopleOfInvite } from './people-of-invite.tsx';
import { Sharing } from './sharing.tsx';
import { StatusBadge } from './status-badge.tsx';
import { statusOfView } from './status-of-view.ts';

export interface InvitePaneProps {
  readonly id: string;
  readonly navigation: Navigation;
  readonly onClose: () => void;
}

/** Everything about one invite, and everything that can be done with it. */
export function InvitePane({ id, navigation, onClose }: InvitePaneProps) {
  const { outcome, refresh } = useReply('invite.detail', { invite: id });
  const [isEditing, setEditing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (outcome === null)
    return (
      <Pane title={t('loading')} onClose={onClose}>
        <Loading />
      </Pane>
    );
  if (!outcome.ok)
    return (
      <Pane title={t('invites_invite')} onClose={onClose}>
        <ProblemNotice problem={outcome.problem} />
      </Pane>
    );
  const detail = outcome.value;
  const { invite } = detail;
  return (
    <Pane
      title={invite.label}
      badge={<StatusBadge status={statusOfView(invite)} />}
      onClose={isEditing ? () => setEditing(false) : onClose}
    >
      <div data-test="invite-detail" data-state={invite.state}>
        {invite.trouble !== null && (
          <ProblemNotice problem={invite.trouble} tone={invite.state === 'closed' ? 'info' : 'warning'}>
            {detail.isDue && <p>{t('invites_due')}</p>}
          </ProblemNotice>
        )}
        {invite.state === 'paused' && detail.pausedAt !== null && (
          <p class="remark">
            {t('invites_pausedWhat')} <When at={detail.pausedAt} />
          </p>
        )}
        {invite.batch !== null && <BatchNote batch={invite.batch} />}
        {problem !== null && <ProblemNotice problem={problem} />}
        {isEditing ? (
          <InviteEdit
            detail={detail}
            onDone={() => {
              setEditing(false);
              refresh();
            }}
          />
        ) : invite.person !== null ? (
          <>
            <Personal detail={detail} person={invite.person} onChange={refresh} />
            <div class="actions small">
              <Button onClick={() => setEditing(true)}>
                <EditIcon />
                {t('invites_edit')}
              </Button>
            </div>
          </>
        ) : (
          <InviteActions
            detail={detail}
            navigation={navigation}
            onEdit={() => setEditing(true)}
            onProblem={setProblem}
            onChange={refresh}
          />
        )}
      </div>
      {invite.canShare && <Sharing detail={detail} />}
      <Facts detail={detail} />
      {invite.kind === 'form' && (
        <PeopleOfInvite detail={detail} navigation={navigation} onChange={refresh} />
      )}
      <History invite={id} registration={null} />
    </Pane>
  );
}

/** A link for one known person has its own ways: a reminder, another link, a first password. */
function Personal(props: { detail: InviteDetailView; person: PersonView; onChange: () => void }) {
  const [again, setAgain] = useState<Result | null>(null);
  if (again !== null) return <IssuedView issued={again} onDone={() => setAgain(null)} />;
  return (
    <ul class="cards">
      <PersonalCard
        invite={props.detail.invite}
        person={props.person}
        onChange={props.onChange}
        onAgain={setAgain}
      />
    </ul>
  );
}

function Facts({ detail }: { detail: InviteDetailView }) {
  const { invite, wording, note, questions } = detail;
  const { limits } = invite;
  return (
    <section class="part" aria-label={t('invites_facts')}>
      <h3>{t('invites_facts')}</h3>
      <dl class="facts-list">
        <div>
          <dt>{t('form_profile')}</dt>
          <dd>
            <bdi>{invite.profile.name}</bdi>
            {invite.profile.interface === 'central' && (
              <span class="soft"> · {t('form_profilesCentral')}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('form_entity')}</dt>
          <dd>
            <bdi>{leafOf(invite.entity.name)}</bdi>
            {invite.recursive && <span class="soft"> · {t('form_recursive')}</span>}
            {pathOf(invite.entity.name) !== '' && (
              <p class="soft">
                <bdi>{pathOf(invite.entity.name)}</bdi>
              </p>
            )}
          </dd>
        </div>
        {invite.groups.length > 0 && (
          <div>
            <dt>{t('form_groups')}</dt>
            <dd>
              <bdi>{invite.groups.map(({ name }) => leafOf(name)).join(', ')}</bdi>
            </dd>
          </div>
        )}
        <div>
          <dt>{t('invites_until')}</dt>
          <dd>
            <When at={limits.until} isExact />
          </dd>
        </div>
        <div>
          <dt>{t('invites_used')}</dt>
          <dd data-test="uses">
            {limits.maxUses === null
              ? plural('open_usesUnlimited', invite.uses)
              : t('invites_usesOf', { uses: invite.uses, most: limits.maxUses })}
          </dd>
        </div>
        <div>
          <dt>{t('form_who')}</dt>
          <dd>
            <bdi>
              {limits.address.kind === 'anyone'
                ? t('form_who_anyone')
                : limits.address.kind === 'address'
                  ? limits.address.address
                  : limits.address.domains.map((domain) => `@${domain.replace(/^@/, '')}`).join(', ')}
            </bdi>
          </dd>
        </div>
        <div>
          <dt>{t('form_approval')}</dt>
          <dd>{t(`form_approval_${limits.approval}`)}</dd>
        </div>
        <div>
          <dt>{t('invites_issued')}</dt>
          <dd>
            <When at={invite.createdAt} isExact />
            <p class="soft">
              <bdi>{t('invites_issuedBy', { name: invite.createdBy, site: invite.siteName })}</bdi>
            </p>
            {invite.colleague !== null && (
              <p class="soft" data-test="colleague">
                {t(invite.colleague === 'acting' ? 'team_ofColleague' : 'team_ofColleagueResting')}
              </p>
            )}
          </dd>
        </div>
        {invite.closedAt !== null && (
          <div>
            <dt>{t('inviteState_closed')}</dt>
            <dd>
              <When at={invite.closedAt} isExact />
            </dd>
          </div>
        )}
        {wording.contact !== '' && (
          <div>
            <dt>{t('form_contact')}</dt>
            <dd>
              <bdi>{wording.contact}</bdi>
            </dd>
          </div>
        )}
        {questions.length > 0 && (
          <div>
            <dt>{t('questions_title')}</dt>
            <dd>
              <ol class="asked" data-test="asked">
                {questions.map(({ text, kind, required, options }, at) => (
                  <li key={at}>
                    <bdi>{text}</bdi>
                    <span class="soft">
                      {' · '}
                      {kind === 'choice' ? <bdi>{options.join(', ')}</bdi> : t(`questions_kind_${kind}`)}
                      {required && ` · ${t('questions_required')}`}
                    </span>
                  </li>
                ))}
              </ol>
            </dd>
          </div>
        )}
        {note !== '' && (
          <div>
            <dt>{t('invites_note')}</dt>
            <dd class="own-lines">
              <bdi>{note}</bdi>
            </dd>
          </div>
        )}
      </dl>
      {detail.formUrl !== null && (
        <p class="links">
          <a href={detail.formUrl} target="_blank" rel="noreferrer">
            {t('invites_form')} <OutIcon />
          </a>
        </p>
      )}
    </section>
  );
}
