import { useEffect, useRef, useState } from 'preact/hooks';
import { day } from '../../../invite/instant.ts';
import type { Problem } from '../../../invite/problem.ts';
import type { InviteDetailView } from '../../../messages/dashboard-views.ts';
import type { RequestOf } from '../../../messages/requests.ts';
import { ask } from '../../../ui/ask.ts';
import { Field, TextField } from '../../../ui/field.tsx';
import { fromLocal, toLocal, zone } from '../../../ui/moments.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { SelectField } from '../../../ui/select.tsx';
import { plural, t } from '../../../ui/text.ts';
import { useToasts } from '../../../ui/toasts.tsx';
import { SaveActions } from '../save-actions.tsx';

type Change = RequestOf<'invite.change'>;

const longest = { label: 120, note: 2_000 };
const mostUses = 100_000;

/** Label, note, last moment and uses of an invite, to be changed in its place. */
export function InviteEdit({ detail, onDone }: { detail: InviteDetailView; onDone: () => void }) {
  const { invite } = detail;
  const { limits, rails } = invite;
  // What was issued before the organisation set less may stay.
  const mayBeUnlimited = rails.mostUses === null || limits.maxUses === null;
  const last = rails.longestLife === null ? null : invite.createdAt + rails.longestLife;
  const isOut = invite.kind === 'form' && (invite.state === 'open' || invite.state === 'paused');
  const isForOne = invite.profile.interface === 'central';
  const [label, setLabel] = useState(invite.label);
  const [note, setNote] = useState(detail.note);
  const [until, setUntil] = useState(toLocal(limits.until));
  const [limit, setLimit] = useState<'number' | 'unlimited'>(
    limits.maxUses === null ? 'unlimited' : 'number',
  );
  const [uses, setUses] = useState(String(limits.maxUses ?? 10));
  const [errors, setErrors] = useState<{ label?: string; until?: string; uses?: string }>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const say = useToasts();
  useEffect(() => form.current?.querySelector<HTMLElement>('input')?.focus(), []);
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus(), [errors]);

  /** What differs, as the background wants it; the second is the way back. */
  function changes(): [Change, Change] {
    const to: Record<string, unknown> = { invite: invite.id };
    const back: Record<string, unknown> = { invite: invite.id };
    const note_ = note.trim();
    const differ = (name: string, is: unknown, was: unknown) => {
      if (is === was) return;
      to[name] = is;
      back[name] = was;
    };
    differ('label', label.trim(), invite.label);
    differ('note', note_, detail.note);
    if (isOut) {
      // The field knows minutes: unchanged, the seconds stay as they were.
      if (until !== toLocal(limits.until)) differ('until', fromLocal(until), limits.until);
      if (!isForOne) differ('maxUses', limit === 'unlimited' ? null : Number(uses), limits.maxUses);
    }
    return [to as Change, back as Change];
  }

  async function onSubmit(event: Event) {
    event.preventDefault();
    if (isBusy) return;
    const found: typeof errors = {};
    if (label.trim() === '') found.label = t('invites_labelMissing');
    if (isOut && fromLocal(until) === null) found.until = t('form_momentMissing');
    const isWhole = /^\d+$/.test(uses.trim()) && Number(uses) >= 1 && Number(uses) <= mostUses;
    if (isOut && !isForOne && limit === 'number' && !isWhole)
      found.uses = t('form_usesNotWhole', { most: mostUses });
    setErrors(found);
    setProblem(null);
    if (Object.keys(found).length > 0) return;
    const [to, back] = changes();
    if (Object.keys(to).length === 1) return onDone();
    setBusy(true);
    const outcome = await ask('invite.change', to);
    setBusy(false);
    if (!outcome.ok) return setProblem(outcome.problem);
    say({
      text: t('invites_changedIt', { label: label.trim() }),
      undo: () => void ask('invite.change', back),
    });
    onDone();
  }

  return (
    <form class="form edit" ref={form} noValidate onSubmit={(event) => void onSubmit(event)}>
      <TextField
        label={t('form_label')}
        name="label"
        maxLength={longest.label}
        error={errors.label}
        value={label}
        onValue={setLabel}
      />
      {isOut && (
        <TextField
          label={t('form_untilMoment')}
          name="until"
          type="datetime-local"
          hint={
            rails.longestLife === null
              ? t('zoneNamed', { zone: zone() })
              : `${t('zoneNamed', { zone: zone() })} · ${plural('rails_life', rails.longestLife / day)}`
          }
          {...(last === null ? {} : { max: toLocal(last) })}
          error={errors.until}
          value={until}
          onValue={setUntil}
        />
      )}
      {isOut && !isForOne && (
        <div class="two">
          <SelectField
            label={t('form_uses')}
            name="limit"
            value={limit}
            hint={rails.mostUses === null ? undefined : plural('rails_uses', rails.mostUses)}
            isFixed={!mayBeUnlimited}
            onValue={(value) => setLimit(value === 'unlimited' ? 'unlimited' : 'number')}
          >
            <option value="number">{t('form_uses_number')}</option>
            {mayBeUnlimited && <option value="unlimited">{t('form_uses_unlimited')}</option>}
          </SelectField>
          {limit === 'number' && (
            <TextField
              label={t('form_maxUses')}
              name="maxUses"
              type="number"
              inputMode="numeric"
              min={1}
              error={errors.uses}
              value={uses}
              onValue={setUses}
            />
          )}
        </div>
      )}
      <Field label={t('invites_note')} isOptional hint={t('invites_noteHint')}>
        {(control) => (
          <textarea
            {...control}
            class="input"
            name="note"
            rows={3}
            dir="auto"
            maxLength={longest.note}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        )}
      </Field>
      {problem !== null && <ProblemNotice problem={problem} />}
      <SaveActions isBusy={isBusy} onCancel={onDone} />
    </form>
  );
}
