/**
 * What a script in GLPI's page of one ticket or one user may ask. None of these names the ticket or the user: the
 * background takes that from the sender's own address, so that a page can ask about what it shows and nothing else.
 */
import * as v from 'valibot';
import { nothing, page, text } from './definition.ts';
import type { PageSubject } from './in-page-views.ts';

export const inPageRequests = {
  /** Puts the bar into this page, where there is something to say about what it shows; tells whether there is. */
  'bar.place': page<{ placed: boolean }>().with(nothing),
  /** Null where there is nothing to say. */
  'bar.view': page<PageSubject | null>().with(nothing),
  /** Says yes or no to the registration that is this page's ticket. */
  'bar.approve': page<PageSubject | null>().with(nothing),
  'bar.refuse': page<PageSubject | null>().with(v.strictObject({ reason: text(500) })),
  /** Opens the dashboard at this page's registration or invite, in a tab. */
  'bar.openDashboard': page<null>().with(nothing),
};

export type InPageRequestName = keyof typeof inPageRequests;
