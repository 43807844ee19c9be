import { noGuardRails } from '../../../src/invite/guard-rails.ts';
import type { Issued } from '../../../src/messages/requests.ts';
import type {
  Choices,
  InviteView,
  PersonView,
  RegistrationView,
  Share,
  SiteView,
} from '../../../src/messages/views.ts';

const day = 86_400_000;
const siteId = 'https://glpi.example.org/glpi';

export function site(changes: Partial<SiteView> = {}): SiteView {
  return {
    id: siteId,
    name: 'glpi.example.org/glpi',
    state: 'connected',
    problem: null,
    notices: [],
    adminName: 'Ada Admin',
    version: '11.0.6',
    canIssue: true,
    openInvites: 0,
    needsYou: 0,
    ...changes,
  };
}

export function choices(changes: Partial<Choices['start']> = {}): Choices {
  return {
    profiles: [
      { id: 1, name: 'Self-Service', interface: 'helpdesk', isDefault: true },
      { id: 6, name: 'Technician', interface: 'central', isDefault: false },
    ],
    entities: [
      { id: 0, name: 'Root entity' },
      { id: 1, name: 'Root entity > Lyon' },
      { id: 2, name: 'Root entity > Orléans' },
    ],
    groups: [
      { id: 4, name: 'Staff' },
      { id: 5, name: 'Staff > Night shift' },
    ],
    start: {
      profileId: 1,
      entityId: 1,
      recursive: false,
      groupIds: [4],
      login: 'first.last',
      lifetime: 7 * day,
      maxUses: 1,
      approval: 'automatic',
      kind: 'form',
      ifUnused: 'disable',
      language: 'en',
      from: 'Ada Admin',
      contact: 'ada@example.org',
      ...changes,
    },
    languages: [
      { code: 'en', name: 'English' },
      { code: 'fr', name: 'Français' },
    ],
    kinds: ['form', 'personal'],
    templates: [],
    personal: { way: 'link', noLinkBecause: null, keptByGlpi: null },
    rails: noGuardRails,
  };
}

export function invite(changes: Partial<InviteView> = {}): InviteView {
  return {
    id: 'ABCDEFGH01',
    site: siteId,
    siteName: 'glpi.example.org/glpi',
    label: 'New colleagues',
    state: 'open',
    closedBecause: null,
    profile: { id: 1, name: 'Self-Service', interface: 'helpdesk' },
    entity: { id: 1, name: 'Root entity > Lyon' },
    recursive: false,
    groups: [],
    limits: {
      until: Date.now() + 7 * day,
      maxUses: 20,
      address: { kind: 'anyone' },
      approval: 'automatic',
    },
    uses: 7,
    waiting: 0,
    createdAt: Date.now(),
    createdBy: 'Ada Admin',
    colleague: null,
    closedAt: null,
    trouble: null,
    canShare: true,
    rails: noGuardRails,
    kind: 'form',
    person: null,
    batch: null,
    ...changes,
  };
}

/** Somebody who was invited in person and has not come in yet. */
export function personal(changes: Partial<InviteView> = {}, person: Partial<PersonView> = {}): InviteView {
  return invite({
    id: 'PERSONAL01',
    label: 'Jane Doe',
    kind: 'personal',
    limits: {
      until: Date.now() + 7 * day,
      maxUses: 1,
      address: { kind: 'address', address: 'jane.doe@example.org' },
      approval: 'automatic',
    },
    uses: 0,
    person: {
      name: 'Jane Doe',
      email: 'jane.doe@example.org',
      login: 'jane.doe',
      userUrl: `${siteId}/front/user.form.php?id=7`,
      way: 'link',
      cameInAt: null,
      keptUntil: Date.now() + 7 * day,
      existing: false,
      shut: false,
      canIssueAgain: true,
      needsFirstPassword: false,
      ...person,
    },
    ...changes,
  });
}

export const share: Share = {
  link: 'https://glpi.example.org/glpi/Form/Render/42?token=8f14e45fceea167a5a36dedd4bea2543',
  subject: 'Your access to GLPI',
  body: 'Hello,\n\nplease register.',
};

export function issued(): Issued {
  return { invite: invite(), share };
}

export function registration(changes: Partial<RegistrationView> = {}): RegistrationView {
  return {
    id: `${siteId}#31`,
    site: siteId,
    siteName: 'glpi.example.org/glpi',
    inviteId: 'ABCDEFGH01',
    inviteLabel: 'New colleagues',
    state: 'waiting',
    reason: null,
    warnings: [],
    submittedAt: Date.now() - 60_000,
    answers: { firstName: 'Zoë', lastName: '<b>O’Brien</b>', email: 'zoe@example.com', phone: '' },
    ownAnswers: [],
    login: null,
    handOver: null,
    ticketUrl: `${siteId}/front/ticket.form.php?id=31`,
    userUrl: null,
    ...changes,
  };
}
