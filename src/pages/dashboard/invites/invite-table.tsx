import type { InviteLine } from '../../../messages/dashboard-views.ts';
import { leafOf } from '../../../ui/matching.ts';
import { plural, t } from '../../../ui/text.ts';
import { hashOf } from '../address.ts';
import { onRowKeys, Sortable, type SortableProps } from '../list-parts.tsx';
import { When } from '../when.tsx';
import { StatusBadge } from './status-badge.tsx';

type Column =
  | 'label'
  | 'status'
  | 'site'
  | 'profile'
  | 'entity'
  | 'uses'
  | 'until'
  | 'createdAt'
  | 'createdBy';

export interface InviteTableProps {
  readonly lines: readonly InviteLine[];
  /** Whether there are several GLPIs to tell apart. */
  readonly hasSites: boolean;
  readonly open: string;
  readonly sort: { readonly column: string; readonly isDescending: boolean };
  readonly at: Readonly<Record<string, string>>;
  readonly onSort: (column: Column, isDescending: boolean) => void;
}

/** One page of invites. What has no room in a narrow list stands under the name instead. */
export function InviteTable({ lines, hasSites, open, sort, at, onSort }: InviteTableProps) {
  const head = (column: Column, name: string, rest: Partial<SortableProps<Column>> = {}) => (
    <Sortable column={column} name={name} sort={sort} onSort={onSort} {...rest} />
  );
  return (
    <div class="table-frame">
      <table class="table invite-table" onKeyDown={onRowKeys}>
        <caption class="hidden">{t('dash_invites')}</caption>
        <thead>
          <tr>
            {head('label', t('invites_invite'))}
            {head('status', t('invites_status'))}
            {hasSites && head('site', t('popup_site'), { className: 'wide-only' })}
            {head('profile', t('form_profile'), { className: 'wide-only' })}
            {head('entity', t('form_entity'), { className: 'wide-only' })}
            {head('uses', t('invites_used'), { className: 'medium-only number', firstDescending: true })}
            {head('until', t('invites_until'), { className: 'medium-only' })}
            {head('createdAt', t('invites_issued'), { className: 'wide-only', firstDescending: true })}
            {head('createdBy', t('invites_by'), { className: 'widest-only' })}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line
              key={line.id}
              line={line}
              hasSites={hasSites}
              isOpen={line.id === open}
              href={hashOf({ view: 'invites', at: { ...at, open: line.id, like: '', person: '' } })}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line(props: { line: InviteLine; hasSites: boolean; isOpen: boolean; href: string }) {
  const { line } = props;
  return (
    <tr class={props.isOpen ? 'open' : ''} data-test="invite">
      <th scope="row">
        <a
          class="row-link"
          id={`invite-${line.id}`}
          href={props.href}
          aria-current={props.isOpen ? 'true' : undefined}
        >
          <bdi>{line.label}</bdi>
        </a>
        <p class="line-sub not-wide">
          <bdi>{line.profile}</bdi> · <bdi title={line.entity}>{leafOf(line.entity)}</bdi>
          {props.hasSites && (
            <>
              {' '}
              · <bdi>{line.siteName}</bdi>
            </>
          )}
        </p>
        <p class="line-sub narrow-only">
          {usesOf(line)}
          {endedEarly(line) || (
            <>
              {' '}
              · <When at={line.until} />
            </>
          )}
        </p>
      </th>
      <td>
        <span class="badges">
          <StatusBadge status={line.status} />
          {line.waiting > 0 && <span class="badge attention">{plural('open_waiting', line.waiting)}</span>}
          {line.troubled && <span class="badge attention">{t('invites_trouble')}</span>}
        </span>
      </td>
      {props.hasSites && (
        <td class="wide-only">
          <bdi>{line.siteName}</bdi>
        </td>
      )}
      <td class="wide-only">
        <bdi>{line.profile}</bdi>
      </td>
      <td class="wide-only" title={line.entity}>
        <bdi>{leafOf(line.entity)}</bdi>
      </td>
      <td class="medium-only number">
        <Uses line={line} />
      </td>
      <td class="medium-only nowrap">
        {endedEarly(line) ? <span class="soft">—</span> : <When at={line.until} />}
      </td>
      <td class="wide-only nowrap">
        <When at={line.createdAt} />
      </td>
      <td class="widest-only">
        <bdi>{line.createdBy}</bdi>
      </td>
    </tr>
  );
}

/** Its last moment means nothing any more, and would read as if it still worked until then. */
function endedEarly({ status }: InviteLine): boolean {
  return status === 'revoked' || status === 'failed';
}

function usesOf({ uses, maxUses }: InviteLine): string {
  return maxUses === null ? plural('open_usesUnlimited', uses) : t('invites_usesOf', { uses, most: maxUses });
}

/** How far it is used: a number, and a bar where there is an end. */
function Uses({ line }: { line: InviteLine }) {
  const { uses, maxUses } = line;
  if (maxUses === null)
    return (
      <>
        {uses} <span class="soft">/ ∞</span>
      </>
    );
  return (
    <span class="uses">
      <span>
        {uses} <span class="soft">/ {maxUses}</span>
      </span>
      <span class="bar" aria-hidden="true">
        <span style={{ inlineSize: `${Math.min(100, (uses / maxUses) * 100)}%` }} />
      </span>
    </span>
  );
}
