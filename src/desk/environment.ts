import type { Transport } from '../glpi/client.ts';
import type { Errand, ErrandReplies } from '../glpi/errand.ts';
import type { GuardRails } from '../invite/guard-rails.ts';
import type { Instant } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import type { RandomBytes } from '../invite/key.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** Small records that live as long as the browser runs and never reach the disk (`storage.session`). */
export interface Memory {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Everything outside that the desk needs, so that it runs the same in a browser, in a test and without a browser at all. */
export interface Environment {
  readonly transport: Transport;
  readonly ledger: Ledger;
  readonly memory: Memory;
  readonly random: RandomBytes;
  /** Whether it has a key of its own to seal with; an actor that keeps nothing has none. */
  readonly seals: boolean;
  /** What a colleague is told of the browser beside the admin's name, such as `Firefox`. */
  readonly browserName: () => string;
  /** IANA name of the admin's zone, for times told to people. */
  readonly timeZone: () => string;
  readonly now: () => Instant;
  /** Runs `work` while nobody else runs work of that name, in any context of the extension. */
  readonly exclusive: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;
  /** Sends an errand to an open tab of the site. Fails with `glpiTabNeeded` when there is none. */
  readonly errand: <Kind extends Errand['kind']>(
    site: SiteId,
    errand: Extract<Errand, { kind: Kind }>,
  ) => Promise<ErrandReplies[Kind]>;
  /** Whether the browser lets us reach the host of the site. */
  readonly hostGranted: (site: SiteId) => Promise<boolean>;
  /** What the organisation lets its admins issue at most, as the browser's policy says now. */
  readonly guardRails: () => Promise<GuardRails>;
  /** Tells the surfaces that records changed, and the background that rounds may be due or over. */
  readonly changed: () => void;
}
