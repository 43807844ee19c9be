/** What a script in GLPI's page of one ticket or one user is shown. */
import type { Instant } from '../invite/instant.ts';
import type { RegistrationView } from './views.ts';

/** By which invite an account came in. */
export interface CameInView {
  /**
   * registered: made for a registration; linked: a registration was settled with it, it was there before;
   * cameIn: by a personal link; invited: by a personal link that was not used yet.
   */
  readonly kind: 'registered' | 'linked' | 'cameIn' | 'invited';
  readonly inviteId: string;
  readonly inviteLabel: string;
  /** When they registered or came in, or when the link was made that they have not used. */
  readonly at: Instant;
  /** Who issued the invite. */
  readonly by: string;
  readonly ticketId: number | null;
}

/** What there is to say about what the page shows. */
export type PageSubject =
  | { readonly kind: 'ticket'; readonly registration: RegistrationView }
  | { readonly kind: 'user'; readonly cameIn: CameInView };
