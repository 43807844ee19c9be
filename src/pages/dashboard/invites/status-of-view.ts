import type { InviteStatus } from '../../../invite/status.ts';
import type { InviteView } from '../../../messages/views.ts';

/** How an invite stands, in one word. */
export function statusOfView({ state, closedBecause }: InviteView): InviteStatus {
  return state === 'closed' ? (closedBecause ?? 'revoked') : state;
}
