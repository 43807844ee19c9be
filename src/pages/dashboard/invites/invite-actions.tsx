import { useState } from 'preact/hooks';
import { day } from '../../../invite/instant.ts';
import type { Problem } from '../../../invite/problem.ts';
import type { Outcome } from '../../../messages/ask.ts';
import type { InviteDetailView } from '../../../messages/dashboard-views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmInline } from '../../../ui/confirm-inline.tsx';
import { AgainIcon, CopyIcon, EditIcon, PauseIcon, ResumeIcon } from '../../../ui/icons.tsx';
import { moment } from '../../../ui/moments.ts';
import { plural, t } from '../../../ui/text.ts';
import { useToasts } from '../../../ui/toasts.tsx';
import { type Navigation, openNew } from '../address.ts';
import { SaveTemplate } from './save-template.tsx';

export interface InviteActionsProps {
  readonly detail: InviteDetailView;
  readonly navigation: Navigation;
  readonly onEdit: () => void;
  readonly onProblem: (problem: Problem | null) => void;
  readonly onChange: () => void;
}

type Doing = 'pausing' | 'resuming' | 'extending' | null;

/** How much longer, in one press. */
const extensions = [7 * day, 30 * day];

/** What can be done with an invite. What can be taken back is done at once; only the end of it asks first. */
export function InviteActions({ detail, navigation, onEdit, onProblem, onChange }: InviteActionsProps) {
  const [doing, setDoing] = useState<Doing>(null);
  const say = useToasts();
  const { invite } = detail;
  const { id, label, limits, rails } = invite;
  const last = rails.longestLife === null ? Number.POSITIVE_INFINITY : invite.createdAt + rails.longestLife;
  const later = (by: number) => Math.max(limits.until, Date.now()) + by;
  const isPaused = invite.state === 'paused';
  const isOut = invite.state === 'open' || isPaused;

  async function carryOut(
    what: Doing,
    work: Promise<Outcome<InviteDetailView>>,
    text: string,
    undo?: () => Promise<Outcome<InviteDetailView>>,
  ): Promise<void> {
    setDoing(what);
    onProblem(null);
    const outcome = await work;
    setDoing(null);
    onChange();
    if (!outcome.ok) return onProblem(outcome.problem);
    say({
      text,
      ...(undo === undefined
        ? {}
        : {
            undo: () =>
              void undo().then((undone) => {
                if (!undone.ok) onProblem(undone.problem);
                onChange();
              }),
          }),
    });
  }

  // A personal link has a button of its own for that (PersonalCard); what is made like it is for somebody else.
  const isAgain = limits.address.kind === 'address' && !isOut && invite.kind === 'form';
  const pause = () => ask('invite.pause', { invite: id });
  const resume = () => ask('invite.resume', { invite: id });
  const until = (at: number) => ask('invite.change', { invite: id, until: at });
  const extend = (by: number) => {
    const at = later(by);
    return carryOut('extending', until(at), t('invites_extendedTo', { moment: moment(at) }), () =>
      until(limits.until),
    );
  };

  async function revoke() {
    const outcome = await ask('invite.revoke', { invite: id });
    onProblem(outcome.ok ? null : outcome.problem);
    if (outcome.ok) say({ text: t('invites_revokedIt', { label }) });
    onChange();
  }

  const possible = extensions.filter((by) => later(by) <= last);
  return (
    <div class="actions small pane-actions">
      {isOut && (
        // One button for both ways: the focus stays on it.
        <Button
          kind={isPaused ? 'primary' : 'secondary'}
          busy={
            doing === 'pausing' ? t('invites_pausing') : doing === 'resuming' ? t('invites_resuming') : null
          }
          onClick={() =>
            void (isPaused
              ? carryOut('resuming', resume(), t('invites_resumedIt', { label }), pause)
              : carryOut('pausing', pause(), t('invites_pausedIt', { label }), resume))
          }
        >
          {isPaused ? <ResumeIcon /> : <PauseIcon />}
          {isPaused ? t('invites_resume') : t('invites_pause')}
        </Button>
      )}
      {isOut &&
        possible.map((by) => (
          <Button
            key={by}
            label={plural('invites_extendBy', by / day)}
            busy={doing === 'extending' ? t('invites_extending') : null}
            onClick={() => void extend(by)}
          >
            {plural('invites_extend', by / day)}
          </Button>
        ))}
      <Button onClick={onEdit}>
        <EditIcon />
        {t('invites_edit')}
      </Button>
      <Button onClick={() => navigation.set({ open: openNew, like: id, person: '' })}>
        {isAgain ? <AgainIcon /> : <CopyIcon />}
        {isAgain ? t('invites_again') : t('invites_duplicate')}
      </Button>
      <SaveTemplate invite={invite} onProblem={onProblem} />
      {(isOut || invite.state === 'opening') && (
        <ConfirmInline
          trigger={t('open_revoke')}
          triggerLabel={t('open_revokeNamed', { label })}
          triggerKind="quiet"
          says={t('open_revokeAsk')}
          yes={t('open_revokeYes')}
          yesKind="danger"
          busy={t('open_revoking')}
          onYes={revoke}
        />
      )}
      {isOut && rails.longestLife !== null && possible.length < extensions.length && (
        <p class="hint" data-test="rails-life">
          {plural('rails_life', rails.longestLife / day)}
        </p>
      )}
    </div>
  );
}
