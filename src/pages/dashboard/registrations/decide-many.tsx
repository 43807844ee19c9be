import { useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import type { Outcome } from '../../../messages/ask.ts';
import type { DecidedView, RegistrantView } from '../../../messages/dashboard-views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmInline } from '../../../ui/confirm-inline.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { plural, t } from '../../../ui/text.ts';
import { useToasts } from '../../../ui/toasts.tsx';
import { nameOf } from '../person-parts.tsx';

export interface DecideManyProps {
  readonly waiting: readonly RegistrantView[];
  readonly selected: readonly RegistrantView[];
  readonly onSelect: (people: readonly RegistrantView[]) => void;
  readonly onDone: () => void;
}

/** Yes or no to several people at once. */
export function DecideMany({ waiting, selected, onSelect, onDone }: DecideManyProps) {
  const [isBusy, setBusy] = useState(false);
  const [reason, setReason] = useState('');
  const [failures, setFailures] = useState<readonly { name: string; problem: Problem }[]>([]);
  const say = useToasts();
  const ids = selected.map(({ id }) => id);

  function report(outcome: Outcome<DecidedView[]>, done: (count: number) => string) {
    const names = new Map(selected.map((person) => [person.id, nameOf(person)]));
    if (!outcome.ok) return setFailures([{ name: '', problem: outcome.problem }]);
    const bad = outcome.value.flatMap(({ registration, problem }) =>
      problem === null ? [] : [{ name: names.get(registration) ?? '', problem }],
    );
    setFailures(bad);
    const count = outcome.value.length - bad.length;
    if (count > 0) say({ text: done(count) });
  }

  async function approve() {
    setBusy(true);
    report(await ask('registration.approveMany', { registrations: ids }), (count) =>
      plural('registrations_approved', count),
    );
    setBusy(false);
    onDone();
  }

  async function refuse() {
    const outcome = await ask('registration.refuseMany', { registrations: ids, reason: reason.trim() });
    report(outcome, (count) => plural('registrations_refused', count));
    onDone();
  }

  const isAll = selected.length === waiting.length;
  return (
    <div class="decide-many">
      <div class="actions">
        <Button kind="quiet" onClick={() => onSelect(isAll ? [] : waiting)}>
          {isAll ? t('people_chooseNone') : plural('registrations_chooseAll', waiting.length)}
        </Button>
        {selected.length > 0 && (
          <>
            <span class="soft" role="status">
              {plural('registrations_selected', selected.length)}
            </span>
            <Button
              kind="primary"
              busy={isBusy ? t('waiting_approving') : null}
              onClick={() => void approve()}
            >
              {plural('registrations_approve', selected.length)}
            </Button>
            <ConfirmInline
              trigger={plural('registrations_refuse', selected.length)}
              triggerKind="quiet"
              says={t('waiting_refuseSays')}
              yes={t('waiting_refuseYes')}
              yesKind="danger"
              busy={t('waiting_refusing')}
              onYes={refuse}
            >
              <TextField
                label={t('waiting_refuseReason')}
                isOptional
                name="reason"
                maxLength={500}
                hint={t('waiting_refuseReasonHint')}
                value={reason}
                onValue={setReason}
              />
            </ConfirmInline>
          </>
        )}
      </div>
      {failures.map(({ name, problem }) => (
        <div key={name}>
          {name !== '' && (
            <p class="hint">
              <bdi>{name}</bdi>
            </p>
          )}
          <ProblemNotice problem={problem} tone="warning" />
        </div>
      ))}
    </div>
  );
}
