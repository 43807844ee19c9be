import type { InviteStatus } from '../../../invite/status.ts';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { t } from '../../../ui/text.ts';

const tones = {
  opening: 'busy',
  open: 'good',
  paused: 'attention',
  closing: 'busy',
  used: 'off',
  expired: 'off',
  revoked: 'off',
  failed: 'off',
} as const satisfies Record<InviteStatus, string>;

/** How an invite stands, in a word. */
export function StatusBadge({ status }: { status: InviteStatus }) {
  return <StateBadge tone={tones[status]}>{t(`inviteStatus_${status}`)}</StateBadge>;
}
