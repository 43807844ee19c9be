/** What the dashboard asks: long lists by the page, one invite in full, and what is done to one or many. */
import * as v from 'valibot';
import { loginTemplates } from '../invite/grant.ts';
import { journalEvents } from '../invite/journal.ts';
import { unusedFates } from '../invite/password-gate.ts';
import { registrationStates } from '../invite/registration.ts';
import { inviteStatuses } from '../invite/status.ts';
import type { Template } from '../invite/template.ts';
import { wordingLanguages } from '../invite/wording.ts';
import {
  type DecidedView,
  type InviteDetailView,
  type InviteFacetsView,
  type InvitePageView,
  inviteSorts,
  type JournalPageView,
  type LikeAccount,
  type NumbersView,
  type PersonPageView,
  type RegistrantView,
} from './dashboard-views.ts';
import {
  glpiId,
  instant,
  inviteId,
  maxUses,
  ours,
  questions,
  registrationId,
  siteId,
  text,
} from './definition.ts';
import type { Share } from './views.ts';

const from = v.pipe(v.number(), v.integer(), v.minValue(0));
const limit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000));
const many = v.pipe(v.array(registrationId), v.minLength(1), v.maxLength(500));

export const inviteQuery = v.strictObject({
  text: text(200),
  status: v.nullable(v.picklist([...inviteStatuses, 'live', 'needsYou'])),
  site: v.nullable(siteId),
  profile: v.nullable(text(300)),
  entity: v.nullable(v.pipe(v.string(), v.maxLength(2_000))),
  label: v.nullable(v.pipe(v.string(), v.maxLength(300))),
  /** The links of this batch alone. */
  batch: v.optional(v.nullable(inviteId), null),
  sort: v.picklist(inviteSorts),
  descending: v.boolean(),
  from,
  limit,
});
export type InviteQueryRequest = v.InferOutput<typeof inviteQuery>;

export const registrationQuery = v.strictObject({
  text: text(200),
  state: v.nullable(v.picklist([...registrationStates, 'needsYou'])),
  site: v.nullable(siteId),
  from,
  limit,
});
export type RegistrationQueryRequest = v.InferOutput<typeof registrationQuery>;

export const journalQuery = v.strictObject({
  text: text(200),
  events: v.nullable(v.pipe(v.array(v.picklist(journalEvents)), v.maxLength(100))),
  site: v.nullable(siteId),
  actor: v.nullable(v.pipe(v.string(), v.maxLength(300))),
  invite: v.nullable(inviteId),
  registration: v.nullable(registrationId),
  after: v.nullable(instant),
  before: v.nullable(instant),
  from,
  limit,
});
export type JournalQueryRequest = v.InferOutput<typeof journalQuery>;

export const numbersQuery = v.strictObject({
  site: v.nullable(siteId),
  bounds: v.pipe(v.array(instant), v.minLength(2), v.maxLength(400)),
});

const language = v.picklist(wordingLanguages);
const templateId = v.pipe(v.string(), v.regex(/^[0-9A-Z]{10}$/));
const messageParts = {
  name: v.pipe(text(120), v.minLength(1)),
  language,
  subject: v.pipe(text(300), v.minLength(1)),
  body: v.pipe(text(5_000), v.minLength(1)),
};

const templateValues = v.strictObject({
  gate: v.picklist(['form', 'personal']),
  ifUnused: v.picklist(unusedFates),
  profileId: glpiId,
  entityId: glpiId,
  recursive: v.boolean(),
  groupIds: v.pipe(v.array(glpiId), v.maxLength(30)),
  login: v.picklist(loginTemplates),
  lifetime: v.pipe(v.number(), v.integer(), v.minValue(1)),
  maxUses,
  domains: v.pipe(v.array(text(255)), v.maxLength(20)),
  approval: v.picklist(['automatic', 'byHand']),
  wording: v.strictObject({ language, from: text(120), contact: text(200), note: text(500) }),
  questions,
});

/** A template as it was listed: renamed, made the default, or put back. */
const template = v.variant('kind', [
  v.strictObject({ kind: v.literal('message'), id: templateId, ...messageParts }),
  v.strictObject({
    kind: v.literal('invite'),
    id: templateId,
    site: siteId,
    name: messageParts.name,
    isDefault: v.boolean(),
    values: templateValues,
  }),
]);

const oneInvite = v.strictObject({ invite: inviteId });

export const dashboardRequests = {
  'invite.page': ours<InvitePageView>().with(inviteQuery),
  'invite.facets': ours<InviteFacetsView>().with(v.strictObject({})),
  'invite.detail': ours<InviteDetailView>().with(oneInvite),
  /** The link with a ready-made message in another language, or with one of the admin's own. Fails like `invite.share`. */
  'invite.shareWith': ours<Share>().with(
    v.strictObject({ invite: inviteId, language: v.nullable(language), message: v.nullable(templateId) }),
  ),
  /** The link stops working until it is resumed; what was sent before counts. */
  'invite.pause': ours<InviteDetailView>().with(oneInvite),
  'invite.resume': ours<InviteDetailView>().with(oneInvite),
  /** What is absent stays. Label and note may be changed of a closed one too. */
  'invite.change': ours<InviteDetailView>().with(
    v.strictObject({
      invite: inviteId,
      label: v.optional(v.pipe(text(120), v.minLength(1))),
      note: v.optional(text(2_000)),
      until: v.optional(instant),
      maxUses: v.optional(maxUses),
    }),
  ),

  /** Newest first. */
  'registration.page': ours<PersonPageView>().with(registrationQuery),
  'registration.detail': ours<RegistrantView>().with(v.strictObject({ registration: registrationId })),
  'registration.approveMany': ours<DecidedView[]>().with(v.strictObject({ registrations: many })),
  'registration.refuseMany': ours<DecidedView[]>().with(
    v.strictObject({ registrations: many, reason: text(500) }),
  ),
  /** Accounts in GLPI that may be the same person's. */
  'registration.like': ours<LikeAccount[]>().with(v.strictObject({ registration: registrationId })),
  /** Settles it with an account that exists; nothing in that account is changed. */
  'registration.link': ours<RegistrantView>().with(
    v.strictObject({ registration: registrationId, userId: glpiId }),
  ),
  /** Makes the account under this login, also where another account has the same e-mail address. */
  'registration.admitAs': ours<RegistrantView>().with(
    v.strictObject({ registration: registrationId, login: text(240) }),
  ),
  /** Shuts, or opens again, the accounts that these registrations made; others are never touched. */
  'registration.setAccounts': ours<DecidedView[]>().with(
    v.strictObject({ registrations: many, active: v.boolean() }),
  ),

  'template.list': ours<Template[]>().with(v.strictObject({})),
  'template.fromInvite': ours<Template>().with(v.strictObject({ invite: inviteId, name: messageParts.name })),
  /** `id` null makes a new one. */
  'template.saveMessage': ours<Template>().with(
    v.strictObject({ id: v.nullable(templateId), ...messageParts }),
  ),
  /** `id` null makes a new one. */
  'template.saveInvite': ours<Template>().with(
    v.strictObject({
      id: v.nullable(templateId),
      site: siteId,
      name: messageParts.name,
      values: templateValues,
    }),
  ),
  'template.put': ours<Template>().with(v.strictObject({ template })),
  'template.delete': ours<null>().with(v.strictObject({ template: templateId })),

  /** Issued, used and expired between bounds that the page sets by the admin's own days, weeks or months. */
  'numbers.view': ours<NumbersView>().with(numbersQuery),

  /** Newest first. */
  'journal.page': ours<JournalPageView>().with(journalQuery),
};

export type DashboardRequestName = keyof typeof dashboardRequests;
