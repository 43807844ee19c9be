import { useState } from 'preact/hooks';
import type { IssueDraft } from '../../../messages/requests.ts';
import type { Choices, InviteKind, SiteView } from '../../../messages/views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { InviteForm } from '../../../ui/invite-form.tsx';
import type { IssueValues } from '../../../ui/issue-draft.ts';
import { IssuedView, type Result } from '../../../ui/issued-view.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { SelectField } from '../../../ui/select.tsx';
import { t } from '../../../ui/text.ts';
import { useToasts } from '../../../ui/toasts.tsx';
import { useReply } from '../../use-reply.ts';
import { Loading, Pane } from '../list-parts.tsx';
import { beginLike } from './begin-like.ts';
import { NoSite } from './no-site.tsx';

export interface NewInvitePaneProps {
  readonly sites: readonly SiteView[];
  /** The id of an invite that the new one begins like; empty for none. */
  readonly like: string;
  /** The id of a registration of it whose person is invited again; empty for none. */
  readonly person: string;
  /** The id of a template that the new one begins with; empty for the default, `noTemplate` for none. */
  readonly template: string;
  readonly onTemplate: (id: string) => void;
  readonly onClose: () => void;
  readonly onIssued: (id: string) => void;
}

/** Stands in the address for the last choices, where there is a default template too. */
export const noTemplate = 'none';

/** "Generate invite" beside the list: from nothing, or like another one. */
export function NewInvitePane(props: NewInvitePaneProps) {
  const { sites, like, person, onClose, onIssued } = props;
  const model = useReply('invite.detail', like === '' ? null : { invite: like });
  const [picked, setPicked] = useState('');
  const [result, setResult] = useState<Result | null>(null);
  const list = useReply('template.list', {});
  const templates = (list.outcome?.ok ? list.outcome.value : []).filter((one) => one.kind === 'invite');
  const template = templates.find(({ id }) => id === props.template);
  const able = sites.filter((site) => site.state === 'connected' && site.canIssue);
  const wanted = model.outcome?.ok ? model.outcome.value.invite.site : (template?.site ?? picked);
  const site = able.find(({ id }) => id === wanted) ?? (like === '' ? able[0] : undefined);
  const choices = useReply('site.choices', site === undefined ? null : { site: site.id });
  const say = useToasts();
  const isWaiting =
    list.outcome === null ||
    (like !== '' && model.outcome === null) ||
    (site !== undefined && choices.outcome === null);

  return (
    <Pane
      title={
        person !== '' ? t('invites_againTitle') : like !== '' ? t('invites_duplicateTitle') : t('result_new')
      }
      onClose={onClose}
    >
      {model.outcome !== null && !model.outcome.ok && <ProblemNotice problem={model.outcome.problem} />}
      {isWaiting && <Loading />}
      {!isWaiting && site === undefined && <NoSite sites={sites} />}
      {like === '' && able.length > 1 && (
        <SelectField label={t('popup_site')} name="newSite" value={site?.id ?? ''} onValue={setPicked}>
          {able.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      {choices.outcome !== null && !choices.outcome.ok && (
        <ProblemNotice problem={choices.outcome.problem}>
          <Button onClick={choices.refresh}>{t('tryAgain')}</Button>
        </ProblemNotice>
      )}
      {result !== null && <IssuedView issued={result} onDone={() => onIssued(result.invite.id)} />}
      {result === null && !isWaiting && site !== undefined && choices.outcome?.ok && (
        <New
          key={site.id}
          site={site}
          choices={choices.outcome.value}
          begin={begin(choices.outcome.value)}
          kind={kind(choices.outcome.value)}
          template={props.template}
          onTemplate={(id) => props.onTemplate(id === '' ? noTemplate : id)}
          onMended={choices.refresh}
          onIssued={(made) => {
            // A first password is shown this once: it stays until it was taken.
            if (made.firstPassword) return setResult(made);
            say({ text: t('result_ready') });
            onIssued(made.invite.id);
          }}
        />
      )}
    </Pane>
  );

  /** A personal link is made like a personal link, unless it is for somebody who came by a form. */
  function kind({ start, kinds }: Choices): InviteKind {
    const asked = model.outcome?.ok ? model.outcome.value.invite.kind : start.kind;
    return kinds.find((one) => one === asked) ?? kinds[0] ?? 'form';
  }

  function begin(choices: Choices) {
    if (!model.outcome?.ok) return null;
    const of = model.outcome.value.people.find(({ id }) => id === person) ?? null;
    return beginLike(model.outcome.value, of, choices);
  }
}

interface NewProps {
  readonly site: SiteView;
  readonly choices: Choices;
  /** Null begins with nothing, and either kind can be chosen. */
  readonly begin: Partial<IssueValues> | null;
  readonly kind: InviteKind;
  readonly template: string;
  readonly onTemplate: (id: string) => void;
  readonly onMended: () => void;
  readonly onIssued: (result: Result) => void;
}

function New({ site, choices, begin, kind, template, onTemplate, onMended, onIssued }: NewProps) {
  const issue = (draft: IssueDraft) => ask('invite.issue', { site: site.id, draft });
  return (
    <InviteForm
      choices={choices}
      {...(begin === null ? {} : { begin: { kind, values: begin } })}
      {...(template === '' ? {} : { template: template === noTemplate ? '' : template })}
      onTemplate={onTemplate}
      issue={issue}
      issuePersonal={(draft) => ask('personal.issue', { site: site.id, draft })}
      onIssued={onIssued}
      notices={site.notices}
      onMend={async (mend) => {
        const outcome = await ask('site.mend', { site: site.id, mend });
        onMended();
        return outcome;
      }}
    />
  );
}
