import { setAccountsActive } from '../desk/accounts.ts';
import { changeInvite, pauseInvite, resumeInvite } from '../desk/change-invite.ts';
import { accountsLike, admitAs, linkToAccount } from '../desk/conflicts.ts';
import {
  viewInviteDetail,
  viewInviteFacets,
  viewInvitePage,
  viewJournalPage,
  viewPersonById,
  viewPersonPage,
  viewRegistrant,
} from '../desk/dashboard-views.ts';
import { approveMany, refuseMany } from '../desk/decide-many.ts';
import type { Environment } from '../desk/environment.ts';
import {
  deleteTemplate,
  listTemplates,
  putTemplate,
  saveInviteAsTemplate,
  saveMessage,
  saveTemplate,
  shareWith,
} from '../desk/templates.ts';
import type { Invite } from '../invite/invite.ts';
import { fail } from '../invite/problem.ts';
import type { DashboardRequestName } from '../messages/dashboard-requests.ts';
import type { Handlers } from './handlers.ts';

/** What the dashboard asks, answered. */
export const dashboardHandlers: Pick<Handlers, DashboardRequestName> = {
  'invite.page': async (env, query) => await viewInvitePage(env, query),
  'invite.facets': async (env) => await viewInviteFacets(env),
  'invite.detail': async (env, { invite }) => await viewInviteDetail(env, await inviteById(env, invite)),
  'invite.pause': async (env, { invite }) => await viewInviteDetail(env, await pauseInvite(env, invite)),
  'invite.resume': async (env, { invite }) => await viewInviteDetail(env, await resumeInvite(env, invite)),
  'invite.change': async (env, { invite, ...change }) =>
    await viewInviteDetail(env, await changeInvite(env, invite, change)),

  'invite.shareWith': async (env, { invite, ...choice }) =>
    await shareWith(env, await inviteById(env, invite), choice),

  'registration.page': async (env, query) => await viewPersonPage(env, query),
  'registration.detail': async (env, { registration }) => await viewPersonById(env, registration),
  'registration.approveMany': async (env, { registrations }) => await approveMany(env, registrations),
  'registration.refuseMany': async (env, { registrations, reason }) =>
    await refuseMany(env, registrations, reason),
  'registration.like': async (env, { registration }) => await accountsLike(env, registration),
  'registration.link': async (env, { registration, userId }) =>
    await viewRegistrant(env, await linkToAccount(env, registration, userId)),
  'registration.admitAs': async (env, { registration, login }) =>
    await viewRegistrant(env, await admitAs(env, registration, login)),
  'registration.setAccounts': async (env, { registrations, active }) =>
    await setAccountsActive(env, registrations, active),

  'template.list': async (env) => await listTemplates(env),
  'template.fromInvite': async (env, { invite, name }) => await saveInviteAsTemplate(env, invite, name),
  'template.saveMessage': async (env, { id, ...message }) => await saveMessage(env, message, id),
  'template.saveInvite': async (env, { id, site, name, values }) =>
    await saveTemplate(env, site, name, values, id),
  'template.put': async (env, { template }) => await putTemplate(env, template),
  'template.delete': async (env, { template }) => {
    await deleteTemplate(env, template);
    return null;
  },

  'numbers.view': async (env, query) => await env.ledger.queries.numbers(query),

  'journal.page': async (env, query) => await viewJournalPage(env, query),
};

async function inviteById(env: Environment, id: string): Promise<Invite> {
  return (await env.ledger.invite(id)) ?? fail('inviteUnknown');
}
