import { useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import type { InviteView } from '../../../messages/views.ts';
import { ask } from '../../../ui/ask.ts';
import { ConfirmInline } from '../../../ui/confirm-inline.tsx';
import { TextField } from '../../../ui/field.tsx';
import { t } from '../../../ui/text.ts';
import { useToasts } from '../../../ui/toasts.tsx';

/** Keeps what an invite gives under a name, for the next ones. */
export function SaveTemplate(props: {
  readonly invite: InviteView;
  readonly onProblem: (problem: Problem | null) => void;
}) {
  const { invite, onProblem } = props;
  const [name, setName] = useState(invite.label);
  const say = useToasts();

  async function save() {
    const outcome = await ask('template.fromInvite', {
      invite: invite.id,
      name: name.trim() || invite.label,
    });
    onProblem(outcome.ok ? null : outcome.problem);
    if (!outcome.ok) return;
    const template = outcome.value.id;
    const text = t('templates_saved', { name: outcome.value.name });
    say({ text, undo: () => void ask('template.delete', { template }) });
  }

  return (
    <ConfirmInline
      trigger={t('templates_save')}
      triggerKind="quiet"
      says={t('templates_saveSays')}
      yes={t('save')}
      busy={t('invites_saving')}
      onYes={save}
    >
      <TextField
        label={t('templates_name')}
        name="templateName"
        maxLength={120}
        value={name}
        onValue={setName}
      />
    </ConfirmInline>
  );
}
