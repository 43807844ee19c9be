/** Schedules that once broke a promise, as the model printed them. */
import type { Happening } from './model.ts';

export const kept: readonly (readonly [what: string, schedule: readonly Happening[]])[] = [
  [
    'a refusal here, an account there: revoked in one browser while the other admits',
    [
      {
        kind: 'issue',
        browser: 0,
        maxUses: 1,
        byHand: false,
        killAt: null,
      },
      {
        kind: 'copyLedger',
      },
      {
        kind: 'register',
        invite: 0,
        person: 0,
      },
      {
        kind: 'register',
        invite: 0,
        person: 1,
      },
      {
        kind: 'register',
        invite: 0,
        person: 1,
      },
      {
        kind: 'register',
        invite: 0,
        person: 1,
      },
      {
        kind: 'round',
        browser: 1,
        killAt: 25,
      },
      {
        kind: 'round',
        browser: 1,
        killAt: 21,
      },
      {
        kind: 'register',
        invite: 3,
        person: 2,
      },
      {
        kind: 'api',
        off: false,
      },
      {
        kind: 'firstPassword',
        browser: 0,
        which: 4,
      },
      {
        kind: 'revoke',
        browser: 0,
        invite: 0,
      },
      {
        kind: 'solveByHand',
        which: 1,
      },
      {
        kind: 'glpiZone',
        minutes: 330,
      },
      {
        kind: 'refuse',
        browser: 1,
        which: 2,
        killAt: null,
      },
      {
        kind: 'pass',
        minutes: 6813,
      },
      {
        kind: 'round',
        browser: 0,
        killAt: 10,
      },
      {
        kind: 'copyLedger',
      },
      {
        kind: 'glpiZone',
        minutes: 120,
      },
      {
        kind: 'approve',
        browser: 1,
        which: 2,
        killAt: null,
      },
    ],
  ],
  [
    "a ledger that is copied twice tells of an admission in both browsers' words",
    [
      {
        kind: 'issue',
        browser: 0,
        maxUses: null,
        byHand: false,
        killAt: null,
      },
      {
        kind: 'copyLedger',
      },
      {
        kind: 'register',
        invite: 0,
        person: 0,
      },
      {
        kind: 'round',
        browser: 0,
        killAt: null,
      },
      {
        kind: 'round',
        browser: 1,
        killAt: null,
      },
      {
        kind: 'copyLedger',
      },
      {
        kind: 'restartBrowser',
        browser: 0,
      },
    ],
  ],
  [
    'solved by hand, refused in one browser and approved in the other',
    [
      {
        kind: 'issue',
        browser: 0,
        maxUses: 3,
        byHand: true,
        killAt: null,
      },
      {
        kind: 'copyLedger',
      },
      {
        kind: 'register',
        invite: 0,
        person: 5,
      },
      {
        kind: 'register',
        invite: 0,
        person: 1,
      },
      {
        kind: 'roundsAtOnce',
      },
      {
        kind: 'issue',
        browser: 1,
        maxUses: 3,
        byHand: true,
        killAt: 15,
      },
      {
        kind: 'rights',
        taken: true,
      },
      {
        kind: 'solveByHand',
        which: 1,
      },
      {
        kind: 'rights',
        taken: true,
      },
      {
        kind: 'approve',
        browser: 1,
        which: 4,
        killAt: 31,
      },
      {
        kind: 'mishap',
        mishap: 7,
        after: 5,
      },
      {
        kind: 'restartBrowser',
        browser: 1,
      },
      {
        kind: 'approve',
        browser: 0,
        which: 1,
        killAt: null,
      },
      {
        kind: 'restartBrowser',
        browser: 1,
      },
      {
        kind: 'refuse',
        browser: 0,
        which: 2,
        killAt: null,
      },
      {
        kind: 'mishap',
        mishap: 6,
        after: 0,
      },
      {
        kind: 'round',
        browser: 0,
        killAt: null,
      },
    ],
  ],
  [
    'revoked in the second browser, with lost replies and forms trashed',
    [
      {
        kind: 'issue',
        browser: 0,
        maxUses: 2,
        byHand: false,
        killAt: null,
      },
      {
        kind: 'copyLedger',
      },
      {
        kind: 'register',
        invite: 0,
        person: 0,
      },
      {
        kind: 'register',
        invite: 0,
        person: 4,
      },
      {
        kind: 'register',
        invite: 0,
        person: 0,
      },
      {
        kind: 'register',
        invite: 0,
        person: 4,
      },
      {
        kind: 'revoke',
        browser: 1,
        invite: 0,
      },
      {
        kind: 'issue',
        browser: 1,
        maxUses: 3,
        byHand: true,
        killAt: null,
      },
      {
        kind: 'trashTicket',
        which: 5,
      },
      {
        kind: 'mishap',
        mishap: 5,
        after: 1,
      },
      {
        kind: 'issue',
        browser: 0,
        maxUses: 1,
        byHand: true,
        killAt: null,
      },
      {
        kind: 'clockMoves',
        browser: 0,
        minutes: -2,
      },
      {
        kind: 'mishap',
        mishap: 1,
        after: 0,
      },
      {
        kind: 'issue',
        browser: 1,
        maxUses: 2,
        byHand: false,
        killAt: 17,
      },
      {
        kind: 'roundsAtOnce',
      },
      {
        kind: 'mishap',
        mishap: 0,
        after: 8,
      },
      {
        kind: 'restartBrowser',
        browser: 1,
      },
      {
        kind: 'mishap',
        mishap: 6,
        after: 6,
      },
    ],
  ],
  [
    'a ticket that becomes visible after its invite was closed',
    [
      {
        kind: 'issue',
        browser: 0,
        maxUses: 2,
        byHand: true,
        killAt: null,
      },
      {
        kind: 'register',
        invite: 0,
        person: 5,
      },
      {
        kind: 'register',
        invite: 0,
        person: 1,
      },
      {
        kind: 'register',
        invite: 0,
        person: 4,
      },
      {
        kind: 'registerLate',
        invite: 0,
        person: 1,
      },
      {
        kind: 'approve',
        browser: 1,
        which: 1,
        killAt: 28,
      },
      {
        kind: 'revoke',
        browser: 1,
        invite: 0,
      },
      {
        kind: 'roundsAtOnce',
      },
    ],
  ],
  [
    'a ticket that is trashed after it was admitted, unseen by the other browser',
    [
      {
        kind: 'issue',
        browser: 0,
        maxUses: null,
        byHand: false,
        killAt: null,
      },
      {
        kind: 'copyLedger',
      },
      {
        kind: 'register',
        invite: 0,
        person: 0,
      },
      {
        kind: 'round',
        browser: 0,
        killAt: null,
      },
      {
        kind: 'trashTicket',
        which: 0,
      },
      {
        kind: 'deleteGroup',
      },
      {
        kind: 'issue',
        browser: 0,
        maxUses: null,
        byHand: false,
        killAt: null,
      },
    ],
  ],
  [
    "revoked while a registration is on its way, and the browser's clock jumps ahead",
    [
      { kind: 'issue', browser: 0, maxUses: null, byHand: false, killAt: null },
      { kind: 'register', invite: 0, person: 0 },
      { kind: 'registerLate', invite: 0, person: 0 },
      { kind: 'revoke', browser: 0, invite: 0 },
      { kind: 'roundsAtOnce' },
      { kind: 'clockMoves', browser: 0, minutes: 1 },
      { kind: 'mail', on: false },
      { kind: 'roundsAtOnce' },
    ],
  ],
  [
    "expired while a registration is on its way, and the browser's clock is set back",
    [
      { kind: 'issue', browser: 0, maxUses: null, byHand: false, killAt: null },
      { kind: 'register', invite: 0, person: 0 },
      { kind: 'pass', minutes: 6000 },
      { kind: 'registerLate', invite: 0, person: 0 },
      { kind: 'roundsAtOnce' },
      { kind: 'clockMoves', browser: 0, minutes: -120 },
      { kind: 'approve', browser: 0, which: 0, killAt: null },
      { kind: 'register', invite: 0, person: 0 },
    ],
  ],
  [
    "revoked in one browser, and the other's clock jumps beyond the lease in the middle of it",
    [
      { kind: 'issue', browser: 0, maxUses: null, byHand: false, killAt: null },
      { kind: 'copyLedger' },
      { kind: 'register', invite: 0, person: 0 },
      { kind: 'revoke', browser: 1, invite: 0 },
      { kind: 'clockMoves', browser: 0, minutes: 5 },
      { kind: 'mishap', mishap: 3, after: 2 },
      { kind: 'renameAccount', which: 1 },
      { kind: 'roundsAtOnce' },
    ],
  ],
];
