/** Whose seals the worker believes: those that its configuration names, by public key or by fingerprint. */
import type { Environment } from '../desk/environment.ts';
import { lastLook, lookAtSeals } from '../desk/seal-look.ts';
import { inSession } from '../desk/sessions.ts';
import { siteWork } from '../desk/site-work.ts';
import { hasColleagues, trust } from '../desk/trust.ts';
import { type Instant, minute } from '../invite/instant.ts';
import { fingerprintOf } from '../invite/seal.ts';
import type { Config } from './config.ts';
import { reasonOf } from './journal-lines.ts';
import type { Log } from './log.ts';

/** So often it looks for whom it could trust while it trusts nobody yet: rounds look only for those who are trusted. */
const everyLook = 5 * minute;

export class Issuers {
  readonly #env: Environment;
  readonly #config: Config;
  readonly #log: Log;
  readonly #told = new Set<string>();
  #lookedAt: Instant | null = null;

  constructor(env: Environment, config: Config, log: Log) {
    this.#env = env;
    this.#config = config;
    this.#log = log;
  }

  /** Trusts the keys that are named as such. To be called once the site is known. */
  async begin(): Promise<void> {
    for (const issuer of this.#config.issuers)
      if (issuer.kind === 'key') await this.#trust(issuer.key, await fingerprintOf(issuer.key));
  }

  /** Looks who has sealed at the site while nobody is trusted yet, and trusts those whose fingerprint is named. */
  async look(): Promise<void> {
    const { site } = this.#config;
    if (await hasColleagues(this.#env, site)) return;
    if (this.#lookedAt !== null && this.#env.now() - this.#lookedAt < everyLook) return;
    await siteWork(this.#env, site, () =>
      inSession(this.#env, site, (call) => lookAtSeals(this.#env, call, site)),
    );
    this.#lookedAt = this.#env.now();
    await this.afterRound();
  }

  /** Trusts those of the last look whose fingerprint is named; tells of the others, and of what does not count, once each. */
  async afterRound(): Promise<void> {
    const { site, issuers, logNames } = this.#config;
    const look = await lastLook(this.#env, site);
    if (look === null) return;
    for (const { key, name, invites } of look.strangers) {
      const fingerprint = await fingerprintOf(key);
      if (issuers.some((one) => one.kind === 'fingerprint' && one.fingerprint === fingerprint)) {
        await this.#trust(key, fingerprint);
        continue;
      }
      this.#tellOnce(`stranger ${key}`, 'issuerNotTrusted', {
        key,
        fingerprint,
        invites,
        ...(logNames ? { name } : {}),
      });
    }
    for (const { problem, formId, inviteId } of look.findings)
      this.#tellOnce(`${problem.code} ${formId} ${inviteId}`, 'sealDoesNotCount', {
        reason: reasonOf(problem, logNames),
        form: formId,
        ...(inviteId === null ? {} : { invite: inviteId }),
      });
    if (look.floorsTrouble)
      this.#tellOnce('floors', 'sealFloorsNotKept', { reason: reasonOf(look.floorsTrouble, logNames) });
  }

  async #trust(key: string, fingerprint: string): Promise<void> {
    await trust(this.#env, this.#config.site, key, fingerprint);
  }

  #tellOnce(what: string, event: string, facts: Readonly<Record<string, unknown>>): void {
    if (this.#told.has(what)) return;
    this.#told.add(what);
    this.#log('warning', event, facts);
  }
}
