import { useState } from 'preact/hooks';
import { day } from '../../../invite/instant.ts';
import type { Problem } from '../../../invite/problem.ts';
import type { InviteTemplate, MessageTemplate, Template } from '../../../invite/template.ts';
import type { Outcome } from '../../../messages/ask.ts';
import type { SiteView } from '../../../messages/views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PlusIcon } from '../../../ui/icons.tsx';
import { nameOfLanguage } from '../../../ui/language-name.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { SelectField } from '../../../ui/select.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { plural, t } from '../../../ui/text.ts';
import { useToasts } from '../../../ui/toasts.tsx';
import { useReply } from '../../use-reply.ts';
import { type Navigation, openNew } from '../address.ts';
import { Loading } from '../list-parts.tsx';
import { MessageEditor } from './message-editor.tsx';
import { TemplateEditor } from './template-editor.tsx';

export interface TemplatesViewProps {
  readonly navigation: Navigation;
  readonly sites: readonly SiteView[];
}

/** Named presets for invites, and messages of the admin's own. */
export function TemplatesView({ navigation, sites }: TemplatesViewProps) {
  const { outcome, refresh } = useReply('template.list', {});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [editing, setEditing] = useState<MessageTemplate | 'new' | null>(null);
  const [editingInvite, setEditingInvite] = useState<InviteTemplate | 'new' | null>(null);
  const able = sites.filter((site) => site.state === 'connected' && site.canIssue);
  const say = useToasts();
  const all = outcome?.ok ? outcome.value : [];
  const invites = all.filter((template) => template.kind === 'invite');
  const messages = all.filter((template) => template.kind === 'message');

  async function carryOut(work: Promise<Outcome<unknown>>, text: string, undo?: () => Promise<unknown>) {
    const done = await work;
    setProblem(done.ok ? null : done.problem);
    refresh();
    if (!done.ok) return;
    say({ text, ...(undo === undefined ? {} : { undo: () => void undo().then(refresh) }) });
  }

  const remove = (template: Template) =>
    carryOut(
      ask('template.delete', { template: template.id }),
      t('templates_deleted', { name: template.name }),
      () => ask('template.put', { template: mutable(template) }),
    );

  const setDefault = (template: InviteTemplate, isDefault: boolean) =>
    carryOut(
      ask('template.put', { template: mutable({ ...template, isDefault }) }),
      t(isDefault ? 'templates_isDefaultNow' : 'templates_noDefaultNow', { name: template.name }),
      () => ask('template.put', { template: mutable(template) }),
    );

  if (outcome === null) return <Loading />;
  return (
    <div class="view">
      <section class="list-part" aria-labelledby="view-title">
        <div class="view-head">
          <h2 id="view-title">{t('dash_templates')}</h2>
          {editingInvite === null && able.length > 0 && (
            <Button onClick={() => setEditingInvite('new')}>
              <PlusIcon />
              {t('templates_new')}
            </Button>
          )}
        </div>
        {!outcome.ok && <ProblemNotice problem={outcome.problem} />}
        {problem !== null && <ProblemNotice problem={problem} />}
        {editingInvite !== null && (
          <EditInvite
            key={editingInvite === 'new' ? 'new' : editingInvite.id}
            template={editingInvite === 'new' ? null : editingInvite}
            sites={able}
            onDone={() => {
              setEditingInvite(null);
              refresh();
            }}
          />
        )}
        {invites.length === 0 && editingInvite === null && (
          <EmptyState title={t('templates_none')} next={t('templates_noneNext')}>
            <Button onClick={() => navigation.go('invites')}>{t('templates_toInvites')}</Button>
          </EmptyState>
        )}
        {invites.length > 0 && (
          <ul class="template-cards">
            {invites.map((template) => (
              <li key={template.id} class="template-card" data-test="template">
                <div class="card-head">
                  <h3>
                    <bdi>{template.name}</bdi>
                  </h3>
                  {template.isDefault && <StateBadge tone="good">{t('templates_default')}</StateBadge>}
                </div>
                <TemplateFacts template={template} sites={sites} />
                <div class="actions small">
                  <Button
                    kind="primary"
                    label={t('templates_useNamed', { name: template.name })}
                    onClick={() => navigation.go('invites', { open: openNew, template: template.id })}
                  >
                    {t('templates_use')}
                  </Button>
                  {able.some(({ id }) => id === template.site) && (
                    <Button
                      label={t('templates_editNamed', { name: template.name })}
                      onClick={() => setEditingInvite(template)}
                    >
                      {t('invites_edit')}
                    </Button>
                  )}
                  <Button onClick={() => void setDefault(template, !template.isDefault)}>
                    {t(template.isDefault ? 'templates_noDefault' : 'templates_makeDefault')}
                  </Button>
                  <Button
                    kind="quiet"
                    label={t('templates_deleteNamed', { name: template.name })}
                    onClick={() => void remove(template)}
                  >
                    {t('templates_delete')}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        )}
        <div class="view-head">
          <h2>{t('templates_messages')}</h2>
          {editing === null && (
            <Button onClick={() => setEditing('new')}>
              <PlusIcon />
              {t('templates_newMessage')}
            </Button>
          )}
        </div>
        {editing !== null && (
          <MessageEditor
            key={editing === 'new' ? 'new' : editing.id}
            message={editing === 'new' ? null : editing}
            onDone={() => {
              setEditing(null);
              refresh();
            }}
          />
        )}
        {messages.length === 0 && editing === null && <p class="hint">{t('templates_messagesNone')}</p>}
        <ul class="template-cards">
          {messages.map((message) => (
            <li key={message.id} class="template-card" data-test="message-template">
              <div class="card-head">
                <h3>
                  <bdi>{message.name}</bdi>
                </h3>
                <span class="soft">{nameOfLanguage(message.language)}</span>
              </div>
              <p class="template-body" dir="auto">
                {message.body}
              </p>
              <div class="actions small">
                <Button
                  label={t('templates_editNamed', { name: message.name })}
                  onClick={() => setEditing(message)}
                >
                  {t('invites_edit')}
                </Button>
                <Button
                  kind="quiet"
                  label={t('templates_deleteNamed', { name: message.name })}
                  onClick={() => void remove(message)}
                >
                  {t('templates_delete')}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** The editor, once it is known what may be granted at its GLPI. */
function EditInvite(props: {
  readonly template: InviteTemplate | null;
  readonly sites: readonly SiteView[];
  readonly onDone: () => void;
}) {
  const { template, sites, onDone } = props;
  const [picked, setPicked] = useState('');
  const site = template?.site ?? (sites.find(({ id }) => id === picked) ?? sites[0])?.id;
  const choices = useReply('site.choices', site === undefined ? null : { site });
  if (site === undefined || choices.outcome === null) return <Loading />;
  if (!choices.outcome.ok) return <ProblemNotice problem={choices.outcome.problem} />;
  return (
    <>
      {template === null && sites.length > 1 && (
        <SelectField label={t('popup_site')} name="templateSite" value={site} onValue={setPicked}>
          {sites.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <TemplateEditor
        key={site}
        site={site}
        choices={choices.outcome.value}
        template={template}
        onDone={onDone}
      />
    </>
  );
}

/** Messages carry plain arrays, not readonly ones. */
function mutable(template: Template) {
  if (template.kind === 'message') return template;
  const { values } = template;
  return { ...template, values: { ...values, groupIds: [...values.groupIds], domains: [...values.domains] } };
}

function TemplateFacts({ template, sites }: { template: InviteTemplate; sites: readonly SiteView[] }) {
  const { values, site } = template;
  // Names are GLPI's, and may have changed since: asked for, never kept.
  const known = sites.find(({ id }) => id === site);
  const choices = useReply('site.choices', known?.canIssue ? { site } : null);
  const { profiles = [], entities = [] } = choices.outcome?.ok ? choices.outcome.value : {};
  const named = (list: readonly { id: number; name: string }[], id: number) =>
    list.find((one) => one.id === id)?.name;
  return (
    <ul class="facts">
      {values.gate === 'personal' && <li>{t('kind_personal')}</li>}
      <li>
        <bdi>{named(profiles, values.profileId) ?? `#${values.profileId}`}</bdi>
      </li>
      <li>
        <bdi>{named(entities, values.entityId) ?? `#${values.entityId}`}</bdi>
      </li>
      {values.groupIds.length > 0 && <li>{plural('form_groupCount', values.groupIds.length)}</li>}
      <li>{plural('form_until_days', Math.round(values.lifetime / day))}</li>
      {values.gate === 'form' && (
        <li>
          {values.maxUses === null
            ? t('form_uses_unlimited')
            : values.maxUses === 1
              ? t('form_uses_once')
              : plural('templates_uses', values.maxUses)}
        </li>
      )}
      {values.domains.length > 0 && (
        <li>
          <bdi>{values.domains.join(', ')}</bdi>
        </li>
      )}
      {values.gate === 'form' && values.questions.length > 0 && (
        <li>{plural('questions_count', values.questions.length)}</li>
      )}
      {values.approval === 'byHand' && <li>{t('form_approval_byHand')}</li>}
      {sites.length > 1 && (
        <li>
          <bdi>{known?.name ?? site}</bdi>
        </li>
      )}
    </ul>
  );
}
