/**
 * Who is admitting which registration, written where every browser at this GLPI can read it.
 *
 * GLPI has no lock that its API could take, but it lets no uuid of a form's section stand twice (UNIQUE KEY uuid of
 * `glpi_forms_sections`, 11.0.6; the second of two POSTs at once is refused). So a claim is a section with a uuid that
 * everybody derives from the same words, in one inactive form that nobody is ever shown.
 */
import * as v from 'valibot';
import type { Instant } from '../invite/instant.ts';
import { ProblemError } from '../invite/problem.ts';
import { addArray, mostInArray } from './arrays.ts';
import { findForm, formPath, sectionPath } from './forms.ts';
import { type Call, parseReply } from './session.ts';
import { added, id, text } from './shapes.ts';

/** The form that holds the claims of a site. One uuid for all, so that two browsers cannot make two of them. */
export const claimsFormUuid = '6e0d7a52-5c1b-4f0e-9a56-c1a1315f0a11';

/** A registration that somebody is admitting, until when. */
export interface TicketClaim {
  readonly kind: 'ticket';
  readonly rowId: number;
  readonly ticketId: number;
  /** Which life of which browser; see `actorOf` in desk/claim.ts. */
  readonly actor: string;
  /** By the server's clock; whoever comes later may take over. */
  readonly until: Instant;
}

/** A registration that was refused, where its ticket could not be made to say so. */
export interface RefusedClaim {
  readonly kind: 'refused';
  readonly rowId: number;
  readonly ticketId: number;
}

/** One of the uses of an invite, and the registration that has it. */
export interface UseClaim {
  readonly kind: 'use';
  readonly rowId: number;
  readonly use: number;
  readonly ticketId: number;
}

export type Claim = TicketClaim | RefusedClaim | UseClaim;
/** A claim that is to be made. */
export type NewClaim = (Omit<TicketClaim, 'rowId'> | Omit<UseClaim, 'rowId'>) & { readonly inviteId: string };

/** The words that a claim's uuid is made of: the same for everybody who wants the same thing. */
const subject = (claim: NewClaim) =>
  claim.kind === 'ticket'
    ? `${claim.inviteId} ticket ${claim.ticketId}`
    : `${claim.inviteId} use ${claim.use}`;

/** What stands in GLPI, readable for an admin who looks at it there. */
const nameOf = (claim: NewClaim) =>
  claim.kind === 'ticket'
    ? `Invite ${claim.inviteId} / ticket ${claim.ticketId} / ${claim.actor} / ${new Date(claim.until).toISOString()}`
    : `Invite ${claim.inviteId} / use ${claim.use} / ticket ${claim.ticketId}`;

function readName(rowId: number, name: string): Claim | null {
  const ticket = /^Invite [0-9A-Z]+ \/ ticket (\d+) \/ ([0-9a-f]+) \/ (\S+)$/.exec(name);
  if (ticket) {
    const until = Date.parse(ticket[3] ?? '');
    return Number.isNaN(until)
      ? null
      : { kind: 'ticket', rowId, ticketId: Number(ticket[1]), actor: ticket[2] ?? '', until };
  }
  const refused = /^Invite [0-9A-Z]+ \/ ticket (\d+) \/ refused$/.exec(name);
  if (refused) return { kind: 'refused', rowId, ticketId: Number(refused[1]) };
  const use = /^Invite [0-9A-Z]+ \/ use (\d+) \/ ticket (\d+)$/.exec(name);
  return use ? { kind: 'use', rowId, use: Number(use[1]), ticketId: Number(use[2]) } : null;
}

/** A uuid that anybody makes of the same words: the first 128 bits of their SHA-256, as version 8. */
export async function uuidOfWords(words: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`invite-for-glpi ${words}`));
  const bytes = new Uint8Array(digest).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * The id of the form that holds the claims of this GLPI, made where it is missing. In the trash it holds them as well:
 * its sections are found, and it takes new ones (measured on 11.0.6).
 */
export async function claimsForm(call: Call, categoryId: number): Promise<number> {
  const found = await findForm(call, claimsFormUuid);
  if (found !== null) return found;
  try {
    const reply = await call({
      method: 'POST',
      path: formPath,
      body: {
        input: {
          uuid: claimsFormUuid,
          // English in every GLPI, like the category: an admin may meet it in the list of forms.
          name: 'Invite for GLPI: who is admitting whom (please leave)',
          is_active: 0,
          entities_id: 0,
          is_recursive: 1,
          forms_categories_id: categoryId,
          _init_sections: false,
          _init_destinations: false,
          _init_access_policies: false,
        },
      },
    });
    return parseReply(added, reply).id;
  } catch (thrown) {
    // Another browser made it a moment ago, or the reply to our own request got lost.
    const now = await findForm(call, claimsFormUuid);
    if (now === null) throw thrown;
    return now;
  }
}

/**
 * Tries to make claims, of any invites, in order and in arrays of thirty; gives back which of them are ours now. One that
 * is refused stands already, or the form is gone: see `claimsOf`.
 */
export async function makeClaims(
  call: Call,
  formId: number,
  claims: readonly NewClaim[],
): Promise<readonly boolean[]> {
  const got: boolean[] = [];
  for (let from = 0; from < claims.length; from += mostInArray)
    got.push(...(await makeArray(call, formId, claims.slice(from, from + mostInArray))));
  return got;
}

async function makeArray(call: Call, formId: number, claims: readonly NewClaim[]): Promise<boolean[]> {
  const input = await Promise.all(
    claims.map(async (claim) => ({
      forms_forms_id: formId,
      uuid: await uuidOfWords(subject(claim)),
      name: nameOf(claim),
      rank: 0,
    })),
  );
  return (await addArray(call, sectionPath, input)).map(({ id }) => id !== null);
}

const rows = v.array(v.object({ id, name: text }));
const pageSize = 200;

/** All claims of an invite, in order of their making. */
export async function claimsOf(call: Call, inviteId: string): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (let from = 0; ; from += pageSize) {
    const reply = await call({
      method: 'GET',
      path: sectionPath,
      query: [
        ['searchText[name]', `^Invite ${inviteId} /`],
        ['range', `${from}-${from + pageSize - 1}`],
        ['get_hateoas', 'false'],
      ],
    }).catch((thrown) => {
      if (thrown instanceof ProblemError && thrown.problem.detail?.what === 'range') return null;
      throw thrown;
    });
    const page = reply === null ? [] : parseReply(rows, reply);
    claims.push(...page.flatMap((row) => readName(row.id, row.name) ?? []));
    if (page.length < pageSize) return claims;
  }
}

/** Holds a claim of one's own for longer. */
export async function renewClaim(
  call: Call,
  inviteId: string,
  claim: TicketClaim,
  until: Instant,
): Promise<void> {
  await rename(call, claim.rowId, nameOf({ ...claim, inviteId, until }));
}

/** Turns a claim of one's own into the word that the registration was refused. */
export async function claimRefused(call: Call, inviteId: string, claim: TicketClaim): Promise<void> {
  await rename(call, claim.rowId, `Invite ${inviteId} / ticket ${claim.ticketId} / refused`);
}

async function rename(call: Call, rowId: number, name: string): Promise<void> {
  await call({ method: 'PUT', path: `${sectionPath}/${rowId}`, body: { input: { id: rowId, name } } });
}

/** Takes claims away; one that is gone already is fine. */
export async function dropClaims(call: Call, rowIds: readonly number[]): Promise<void> {
  for (let from = 0; from < rowIds.length; from += mostInArray) {
    const input = rowIds.slice(from, from + mostInArray).map((rowId) => ({ id: rowId }));
    try {
      await call({ method: 'DELETE', path: sectionPath, query: [['force_purge', '1']], body: { input } });
    } catch (thrown) {
      if (!(thrown instanceof ProblemError)) throw thrown;
      if (!['refusedByGlpi', 'itemMissing'].includes(thrown.problem.code)) throw thrown;
    }
  }
}
