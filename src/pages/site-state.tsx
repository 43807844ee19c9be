import type { SiteView } from '../messages/views.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { t } from '../ui/text.ts';

const tones = { new: 'off', connected: 'good', tabNeeded: 'attention', blocked: 'attention' } as const;

/** How a site stands, in a word. */
export function SiteState({ site }: { site: SiteView }) {
  return <StateBadge tone={tones[site.state]}>{t(`siteState_${site.state}`)}</StateBadge>;
}
