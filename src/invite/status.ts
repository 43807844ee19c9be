import type { ClosedBecause, Invite, InviteState } from './invite.ts';

/** How an invite stands, in one word: its state, or why it is closed. */
export const inviteStatuses = [
  'opening',
  'open',
  'paused',
  'closing',
  'used',
  'expired',
  'revoked',
  'failed',
] as const satisfies readonly (InviteState | ClosedBecause)[];
export type InviteStatus = (typeof inviteStatuses)[number];

export function statusOf({ state, closedBecause }: Pick<Invite, 'state' | 'closedBecause'>): InviteStatus {
  return state === 'closed' ? (closedBecause ?? 'revoked') : state;
}

/** Whether people can be let in by it again without a new link: it is open, or paused. */
export function canChange({ state }: Pick<Invite, 'state'>): boolean {
  return state === 'open' || state === 'paused';
}
