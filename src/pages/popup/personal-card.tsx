import { useState } from 'preact/hooks';
import { day } from '../../invite/instant.ts';
import type { Problem } from '../../invite/problem.ts';
import type { InviteView, PersonView, Share } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmInline } from '../../ui/confirm-inline.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { OutIcon } from '../../ui/icons.tsx';
import { InviteFacts } from '../../ui/invite-facts.tsx';
import { lifetimes, lifetimeText } from '../../ui/issue-draft.ts';
import type { Result } from '../../ui/issued-view.tsx';
import { moment } from '../../ui/moments.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select.tsx';
import { ShareView } from '../../ui/share-view.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { t } from '../../ui/text.ts';

export interface PersonalCardProps {
  readonly invite: InviteView;
  readonly person: PersonView;
  readonly onChange: () => void;
  /** Another link, or a first password: shown in place of the list, since the card may move. */
  readonly onAgain: (result: Result) => void;
}

const usual = 7 * day;

/** One person who was invited: whether they came in, and what can be done until then. */
export function PersonalCard({ invite, person, onChange, onAgain }: PersonalCardProps) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [share, setShare] = useState<Share | null>(null);
  const { longestLife } = invite.rails;
  const [lifetime, setLifetime] = useState(longestLife === null ? usual : Math.min(usual, longestLife));
  const [isMaking, setMaking] = useState(false);
  const { label, state, id } = invite;

  async function fetchShare(name: 'invite.share' | 'personal.reminder'): Promise<Share | null> {
    const outcome = await ask(name, { invite: id });
    setProblem(outcome.ok ? null : outcome.problem);
    return outcome.ok ? outcome.value : null;
  }

  async function revoke() {
    const outcome = await ask('invite.revoke', { invite: id });
    setProblem(outcome.ok ? null : outcome.problem);
    onChange();
  }

  async function again() {
    const outcome = await ask('personal.again', { invite: id, until: Date.now() + lifetime });
    setProblem(outcome.ok ? null : outcome.problem);
    onChange();
    if (outcome.ok && outcome.value.kind === 'issued') onAgain(outcome.value);
  }

  async function firstPassword() {
    setMaking(true);
    const outcome = await ask('personal.firstPassword', { invite: id });
    setMaking(false);
    setProblem(outcome.ok ? null : outcome.problem);
    if (outcome.ok) onAgain({ invite, share: null, firstPassword: outcome.value });
  }

  return (
    <li class="card" data-test="personal">
      <div class="card-head">
        <h2>
          <bdi>{label}</bdi>
        </h2>
        <PersonBadge invite={invite} person={person} />
      </div>
      <InviteFacts invite={invite} />
      {person.userUrl !== null && (
        <p class="hint">
          <span class="links">
            <a href={person.userUrl} target="_blank" rel="noreferrer">
              {t('waiting_user')} <OutIcon />
            </a>
          </span>
        </p>
      )}
      {state === 'open' && person.keptUntil !== null && person.keptUntil < invite.limits.until && (
        <p class="hint">{t('person_keptUntil', { moment: moment(person.keptUntil) })}</p>
      )}
      {person.shut && state === 'closed' && <p class="hint">{t('person_shut')}</p>}
      {invite.trouble !== null && <ProblemNotice problem={invite.trouble} tone="warning" />}
      {problem !== null && <ProblemNotice problem={problem} />}
      <div class="actions small">
        {person.way === 'firstPassword' && state === 'open' && (
          <Button
            kind={person.needsFirstPassword ? 'primary' : 'secondary'}
            label={t('waiting_passwordNamed', { name: label })}
            busy={isMaking ? t('waiting_passwordMaking') : null}
            onClick={() => void firstPassword()}
          >
            {t('waiting_password')}
          </Button>
        )}
        {invite.canShare && (
          <>
            <CopyButton
              label={t('open_copyNamed', { label })}
              text={async () => (await fetchShare('invite.share'))?.link ?? null}
            >
              {t('copyLink')}
            </CopyButton>
            <Button
              kind="quiet"
              label={t('person_remindNamed', { name: label })}
              onClick={() => void fetchShare('personal.reminder').then(setShare)}
            >
              {t('person_remind')}
            </Button>
          </>
        )}
        {person.canIssueAgain && (
          <ConfirmInline
            trigger={t('person_again')}
            triggerLabel={t('person_againNamed', { name: label })}
            triggerKind="quiet"
            says={t(state === 'open' ? 'person_againOpen' : 'person_againEnded')}
            yes={t('person_againYes')}
            busy={t('personal_building')}
            onYes={again}
          >
            <SelectField
              label={t('form_until')}
              name="againFor"
              value={String(lifetime)}
              onValue={(value) => setLifetime(Number(value))}
            >
              {lifetimes([usual], longestLife).map((one) => (
                <option key={one} value={String(one)}>
                  {lifetimeText(one)}
                </option>
              ))}
            </SelectField>
          </ConfirmInline>
        )}
        {state === 'open' && (
          <ConfirmInline
            trigger={t('open_revoke')}
            triggerLabel={t('open_revokeNamed', { label })}
            triggerKind="quiet"
            says={t(person.existing ? 'person_revokeExisting' : 'person_revokeAsk')}
            yes={t('open_revokeYes')}
            yesKind="danger"
            busy={t('person_revoking')}
            onYes={revoke}
          />
        )}
      </div>
      {share !== null && <ShareView share={share} address={person.email} />}
    </li>
  );
}

function PersonBadge({ invite, person }: { invite: InviteView; person: PersonView }) {
  if (invite.state === 'opening' || invite.state === 'closing')
    return <StateBadge tone="busy">{t(`inviteState_${invite.state}`)}</StateBadge>;
  if (person.cameInAt !== null) return <StateBadge tone="good">{t('person_cameIn')}</StateBadge>;
  return invite.state === 'closed' ? (
    <StateBadge tone="off">{t('person_ended')}</StateBadge>
  ) : (
    <StateBadge tone="attention">{t('person_notIn')}</StateBadge>
  );
}
