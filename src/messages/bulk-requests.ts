/** What the dashboard asks about many invites that are issued together. */
import * as v from 'valibot';
import { bulkKinds, mostRows } from '../invite/bulk.ts';
import { loginTemplates } from '../invite/grant.ts';
import { unusedFates } from '../invite/password-gate.ts';
import { wordingLanguages } from '../invite/wording.ts';
import type { BulkLine, BulkLinks, BulkView, RowVerdict } from './bulk-views.ts';
import { glpiId, instant, inviteId, nothing, ours, questions, siteId, text } from './definition.ts';

const line = v.pipe(v.number(), v.integer(), v.minValue(1));
const mostOfAny = Math.max(...Object.values(mostRows));
const kind = v.picklist(bulkKinds);

const person = {
  line,
  firstName: text(255),
  lastName: text(255),
  email: text(255),
  label: text(120),
};

/** What every invite of it gets. */
export const bulkValues = v.strictObject({
  profileId: glpiId,
  entityId: glpiId,
  recursive: v.boolean(),
  groupIds: v.pipe(v.array(glpiId), v.maxLength(30)),
  login: v.picklist(loginTemplates),
  until: instant,
  domains: v.pipe(v.array(text(255)), v.maxLength(20)),
  approval: v.picklist(['automatic', 'byHand']),
  wording: v.strictObject({
    language: v.picklist(wordingLanguages),
    from: text(120),
    contact: text(200),
    note: text(500),
  }),
  questions,
  template: text(120),
  ifUnused: v.picklist(unusedFates),
  privilegedConfirmed: v.boolean(),
});

const bulkId = inviteId;

export const bulkRequests = {
  /**
   * What would become of each row of a table of people, in their order: bad address, twice in the table, account or
   * invite exists, group unknown. Changes nothing.
   */
  'bulk.check': ours<RowVerdict[]>().with(
    v.strictObject({
      site: siteId,
      kind,
      rows: v.pipe(
        v.array(v.strictObject({ ...person, groups: v.pipe(v.array(text(255)), v.maxLength(30)) })),
        v.minLength(1),
        v.maxLength(mostOfAny),
      ),
    }),
  ),
  /** Writes down what is to be issued, and begins. Rows of nobody in particular have empty names and no address. */
  'bulk.start': ours<BulkView>().with(
    v.strictObject({
      site: siteId,
      kind,
      label: text(120),
      values: bulkValues,
      rows: v.pipe(
        v.array(v.strictObject({ ...person, groupIds: v.pipe(v.array(glpiId), v.maxLength(30)) })),
        v.minLength(1),
        v.maxLength(mostOfAny),
      ),
    }),
  ),
  /**
   * Goes on with it for some two seconds, and says how far it has come: a surface that shows the progress asks again
   * until it has ended. Without a surface the rounds go on with it.
   */
  'bulk.goOn': ours<BulkView>().with(v.strictObject({ bulk: bulkId })),
  'bulk.view': ours<BulkView>().with(v.strictObject({ bulk: bulkId })),
  /** Newest first. */
  'bulk.list': ours<BulkLine[]>().with(nothing),
  'bulk.pause': ours<BulkView>().with(v.strictObject({ bulk: bulkId })),
  'bulk.resume': ours<BulkView>().with(v.strictObject({ bulk: bulkId })),
  /** Ends it: what is issued stays, what is not begun is left. */
  'bulk.end': ours<BulkView>().with(v.strictObject({ bulk: bulkId })),
  /** Every link that is still open, with a ready-made message each, and every row without one. */
  'bulk.links': ours<BulkLinks>().with(v.strictObject({ bulk: bulkId })),
};

export type BulkRequestName = keyof typeof bulkRequests;
