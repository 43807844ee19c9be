import { useMemo, useRef, useState } from 'preact/hooks';
import type { InviteTemplate } from '../../../invite/template.ts';
import type { Choices, InviteKind, SiteView } from '../../../messages/views.ts';
import { ask } from '../../../ui/ask.ts';
import { beginFrom } from '../../../ui/begin-from.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { SelectField } from '../../../ui/select.tsx';
import { t } from '../../../ui/text.ts';
import { useReply } from '../../use-reply.ts';
import { NoSite } from '../invites/no-site.tsx';
import { Loading } from '../list-parts.tsx';
import type { Whom } from './bulk-draft.ts';
import { BulkForm } from './bulk-form.tsx';
import { type Feed, nothingFed, tableOf } from './feed.ts';

export interface NewBulkProps {
  readonly sites: readonly SiteView[];
  readonly onStarted: (id: string) => void;
}

/** Who is to be invited, kept while site and template are changed below it. */
export interface Source {
  readonly whom: Whom;
  readonly feed: Feed;
  readonly count: string;
  readonly pattern: string;
}

/** Many invites at once: whom, what they get, a dry run, and go. */
export function NewBulk({ sites, onStarted }: NewBulkProps) {
  const [source, setSource] = useState<Source>({
    whom: 'people',
    feed: nothingFed,
    count: '10',
    pattern: t('bulk_patternStart', { n: '{n}' }),
  });
  const table = useMemo(() => tableOf(source.feed), [source.feed]);
  const [picked, setPicked] = useState('');
  // Null until somebody chooses: then it is the default one.
  const [templateId, setTemplateId] = useState<string | null>(null);
  const able = sites.filter((site) => site.state === 'connected' && site.canIssue);
  // A GLPI that is away for a moment must not take along what was typed.
  const last = useRef<SiteView | undefined>(undefined);
  const site =
    able.find(({ id }) => id === picked) ??
    sites.find(({ id }) => id === last.current?.id) ??
    last.current ??
    able[0];
  last.current = site;
  const choices = useReply('site.choices', site === undefined ? null : { site: site.id });

  if (site !== undefined && choices.outcome === null) return <Loading />;
  if (site === undefined) return <NoSite sites={sites} />;
  if (choices.outcome === null || !choices.outcome.ok) {
    return (
      choices.outcome !== null && (
        <ProblemNotice problem={choices.outcome.problem}>
          <Button onClick={choices.refresh}>{t('tryAgain')}</Button>
        </ProblemNotice>
      )
    );
  }
  const known = choices.outcome.value;
  const template = known.templates.find(({ id, isDefault }) =>
    templateId === null ? isDefault : id === templateId,
  );
  return (
    <BulkForm
      key={`${site.id} ${template?.id ?? ''}`}
      site={site}
      choices={known}
      begin={template === undefined ? {} : beginFrom(template, known)}
      kind={kindOf(template, known)}
      source={source}
      table={table}
      onSource={(changes) => setSource((before) => ({ ...before, ...changes }))}
      onMend={async (mend) => {
        const outcome = await ask('site.mend', { site: site.id, mend });
        choices.refresh();
        return outcome;
      }}
      onStarted={onStarted}
    >
      {able.length > 1 && (
        <SelectField label={t('popup_site')} name="newSite" value={site.id} onValue={setPicked}>
          {able.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      {known.templates.length > 0 && (
        <SelectField
          label={t('templates_beginWith')}
          name="template"
          value={template?.id ?? ''}
          onValue={setTemplateId}
        >
          <option value="">{t('templates_beginWithNone')}</option>
          {known.templates.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
    </BulkForm>
  );
}

/** Of which kind the template's are, where that can be had here. */
function kindOf(template: InviteTemplate | undefined, { kinds, start }: Choices): InviteKind {
  const wanted = template?.values.gate ?? start.kind;
  return kinds.find((one) => one === wanted) ?? kinds[0] ?? 'form';
}
