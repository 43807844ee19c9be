import { formUrl } from '../glpi/forms.ts';
import { siteName } from '../glpi/site-address.ts';
import { type Invite, isFormInvite } from '../invite/invite.ts';
import { fail } from '../invite/problem.ts';
import type { Registration } from '../invite/registration.ts';
import { canChange, statusOf } from '../invite/status.ts';
import type { Facet } from '../ledger/ledger.ts';
import type {
  InviteQueryRequest,
  JournalQueryRequest,
  RegistrationQueryRequest,
} from '../messages/dashboard-requests.ts';
import type {
  Counted,
  InviteDetailView,
  InviteFacetsView,
  InvitePageView,
  JournalLine,
  JournalPageView,
  PersonPageView,
  RegistrantView,
} from '../messages/dashboard-views.ts';
import { questionsOf } from './batch.ts';
import type { Environment } from './environment.ts';
import { viewInvite, viewRegistration } from './views.ts';

const counted = (facets: readonly Facet[], name: (value: string) => string = (value) => value): Counted[] =>
  facets.map(({ value, count }) => ({ value, name: name(value), count }));

export async function viewInvitePage(env: Environment, query: InviteQueryRequest): Promise<InvitePageView> {
  const page = await env.ledger.queries.invites(query);
  return {
    lines: page.rows.map((summary) => ({
      id: summary.id,
      site: summary.site,
      siteName: siteName(summary.site),
      label: summary.label,
      status: statusOf(summary),
      profile: summary.profile,
      entity: summary.entity,
      uses: summary.uses,
      maxUses: summary.maxUses,
      waiting: summary.waiting,
      troubled: summary.troubled,
      until: summary.until,
      createdAt: summary.createdAt,
      createdBy: summary.createdBy,
    })),
    total: page.total,
    all: page.all,
    statuses: page.statuses,
    isOfSeveralSites: page.isOfSeveralSites,
  };
}

export async function viewInviteFacets(env: Environment): Promise<InviteFacetsView> {
  const { site, profile, entity, label } = await env.ledger.queries.inviteFacets();
  return {
    sites: counted(site, siteName),
    profiles: counted(profile),
    entities: counted(entity),
    labels: counted(label),
  };
}

export async function viewInviteDetail(env: Environment, invite: Invite): Promise<InviteDetailView> {
  const registrations = await env.ledger.registrationsOf(invite.id);
  const newestFirst = registrations.toSorted((one, other) => other.submittedAt - one.submittedAt);
  const formId = isFormInvite(invite) ? invite.gate.formId : null;
  // Purged with the grace period; what is still there can be looked at.
  const stands = formId !== null && (invite.state !== 'closed' || invite.purgeAt !== null);
  return {
    invite: await viewInvite(env, invite),
    note: invite.note,
    wording: invite.wording,
    invitee: invite.invitee,
    login: invite.grant.login,
    questions: await questionsOf(env, invite),
    formUrl: stands ? formUrl(invite.site, formId) : null,
    pausedAt: invite.pausedAt ?? null,
    isDue: (invite.formDue ?? false) && canChange(invite),
    people: await Promise.all(newestFirst.map((registration) => viewRegistrant(env, registration))),
  };
}

export async function viewRegistrant(env: Environment, registration: Registration): Promise<RegistrantView> {
  const { state, progress, attempts } = registration;
  return {
    ...(await viewRegistration(env, registration)),
    seenAt: registration.seenAt,
    endedAt: registration.endedAt,
    decidedBy: registration.decidedBy,
    linked: registration.linked ?? false,
    accountOffAt: registration.accountOffAt ?? null,
    canGoElsewhere: (state === 'waiting' || state === 'failed') && progress.userId === null && attempts === 0,
  };
}

export async function viewPersonById(env: Environment, id: string): Promise<RegistrantView> {
  return await viewRegistrant(env, (await env.ledger.registration(id)) ?? fail('registrationUnknown'));
}

export async function viewPersonPage(
  env: Environment,
  query: RegistrationQueryRequest,
): Promise<PersonPageView> {
  const { rows, total, states } = await env.ledger.queries.registrations(query);
  return { people: await Promise.all(rows.map((row) => viewRegistrant(env, row))), total, states };
}

export async function viewJournalPage(
  env: Environment,
  query: JournalQueryRequest,
): Promise<JournalPageView> {
  const { rows, total, facets } = await env.ledger.queries.journal(query);
  const labels = new Map<string, string>();
  const people = new Map<string, string>();
  for (const { inviteId, registrationId } of rows) {
    if (inviteId !== null && !labels.has(inviteId))
      labels.set(inviteId, (await env.ledger.invite(inviteId))?.label ?? '');
    if (registrationId !== null && !people.has(registrationId))
      people.set(registrationId, nameOf(await env.ledger.registration(registrationId)));
  }
  return {
    lines: rows.map(
      (row): JournalLine => ({
        at: row.at,
        site: row.site,
        siteName: siteName(row.site),
        actor: row.actor,
        event: row.event,
        inviteId: row.inviteId,
        inviteLabel: row.inviteId === null ? '' : (labels.get(row.inviteId) ?? ''),
        registrationId: row.registrationId,
        person: row.registrationId === null ? '' : (people.get(row.registrationId) ?? ''),
        reason: row.reason,
        detail: row.detail,
      }),
    ),
    total,
    actors: counted(facets.actor),
    events: facets.event.map(({ value, count }) => ({ event: value as JournalLine['event'], count })),
  };
}

function nameOf(registration: Registration | undefined): string {
  const { firstName = '', lastName = '' } = registration?.answers ?? {};
  return `${firstName} ${lastName}`.trim() || (registration?.login ?? '');
}
