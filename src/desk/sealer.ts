import type { SiteId } from '../invite/invite.ts';
import { type IssuerKey, newSealKeys, type Sealer, sealerWith } from '../invite/seal.ts';
import type { Environment } from './environment.ts';

/**
 * Who seals in this browser, with keys that are made at the first need; null where the browser knows no Ed25519: its
 * invites stay without a seal, and known to this browser alone.
 */
export async function sealerOf(env: Environment): Promise<Sealer | null> {
  if (!env.seals) return null;
  const known = await env.ledger.sealKeys();
  if (known) return await sealerWith(known);
  const made = await newSealKeys();
  if (made === null) return null;
  // Two who need them at once make two pairs: the first that is kept counts for both.
  return await sealerWith(await env.ledger.write((ledger) => ledger.keepSealKeys(made)));
}

/** This browser's own public key, where it can have one. */
export async function ownKey(env: Environment): Promise<IssuerKey | null> {
  return (await sealerOf(env))?.key ?? null;
}

/** What this actor is called where colleagues see it. */
export async function actorName(env: Environment, site: SiteId): Promise<string> {
  const adminName = (await env.ledger.site(site))?.adminName ?? '';
  return [adminName, env.browserName()].filter(Boolean).join(', ');
}
