/**
 * What the vendor of GLPI Network says about a key when it is asked directly, as GLPI's server does
 * (network-key.md 1.3, 5). Whether it answers a browser at all is not known: what does not read like its answer is
 * `unreadable`, and never bad news about the key.
 */
import * as v from 'valibot';
import { quote } from './quote.ts';

/** Where GLPI asks; the key goes into the header. */
export const registrationInfoPath = '/api/registration/info';
export const keyHeader = 'X-Registration-Key';

const maybe = v.fallback(v.nullish(v.string()), null);

/** As the code that reads it in GLPI expects it; only `is_valid` must be there. */
const info = v.object({
  is_valid: v.boolean(),
  validation_message: maybe,
  owner: v.fallback(v.nullish(v.object({ name: maybe })), null),
  subscription: v.fallback(
    v.nullish(
      v.object({
        title: maybe,
        is_running: v.fallback(v.nullish(v.boolean()), null),
        begin_date: maybe,
        end_date: maybe,
      }),
    ),
    null,
  ),
});

export interface VendorAnswer {
  readonly verdict: 'accepted' | 'ended' | 'refused' | 'unreadable';
  /** The vendor's own words. */
  readonly says: string | null;
  readonly subscription: string | null;
  readonly period: string | null;
  readonly owner: string | null;
}

/** Reads the vendor's answer about `key`, which is taken out of all that is quoted. */
export function vendorAnswer(body: string, key: string): VendorAnswer {
  const words = (text: string | null | undefined) => quote(text?.replaceAll(key, '[…]')) || null;
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    json = null;
  }
  const read = v.safeParse(info, json);
  if (!read.success) {
    const refusal = v.safeParse(v.object({ message: v.string() }), json);
    const says = refusal.success ? words(refusal.output.message) : null;
    return { verdict: 'unreadable', says, subscription: null, period: null, owner: null };
  }
  const { is_valid: isValid, validation_message: message, subscription, owner } = read.output;
  const dates = [subscription?.begin_date, subscription?.end_date].map(words).filter((date) => date !== null);
  return {
    // GLPI calls a key valid whose subscription has ended, too.
    verdict: isValid ? (subscription?.is_running === false ? 'ended' : 'accepted') : 'refused',
    says: words(message),
    subscription: words(subscription?.title),
    period: dates.length === 0 ? null : dates.join(' – '),
    owner: words(owner?.name),
  };
}
