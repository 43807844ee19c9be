/**
 * Two browsers with one ledger at one GLPI, without the browsers: the real desk twice, side by side, with nothing between
 * them but GLPI. What one gives away, the other must not give again.
 */
import 'fake-indexeddb/auto';
import { changeInvite } from '../../src/desk/change-invite.ts';
import { choicesFor } from '../../src/desk/choices.ts';
import { dropClaimsOf } from '../../src/desk/claim.ts';
import { connect } from '../../src/desk/connect.ts';
import type { Environment } from '../../src/desk/environment.ts';
import { issue } from '../../src/desk/issue.ts';
import { lastLook, lookAtSeals } from '../../src/desk/seal-look.ts';
import { ownKey } from '../../src/desk/sealer.ts';
import { inSession } from '../../src/desk/sessions.ts';
import { trust } from '../../src/desk/trust.ts';
import { viewShare } from '../../src/desk/views.ts';
import { round } from '../../src/desk/watch.ts';
import { purgeForm } from '../../src/glpi/forms.ts';
import { readFloors } from '../../src/glpi/seal-floors.ts';
import { keptWith, writeRecord } from '../../src/glpi/seals.ts';
import { accountsOfInvite } from '../../src/glpi/users.ts';
import { noGuardRails } from '../../src/invite/guard-rails.ts';
import { hour } from '../../src/invite/instant.ts';
import type { FormInvite } from '../../src/invite/invite.ts';
import { hex, platformRandom } from '../../src/invite/key.ts';
import { ProblemError } from '../../src/invite/problem.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { mergeLedgers } from '../../src/ledger/merge.ts';
import { nodeTransport } from '../node-transport.ts';
import { openForm } from '../stranger.ts';

const people = 8;
const uses = 3;

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** A desk with a session by this token, as a browser has it. */
export async function openDesk(name: string, apiToken: string): Promise<Environment> {
  const memory = new Map<string, unknown>();
  const last = new Map<string, Promise<unknown>>();
  return {
    transport: nodeTransport,
    ledger: await openLedger(`live ${name} ${hex(platformRandom(4))}`),
    memory: {
      get: async (key) => structuredClone(memory.get(key)),
      set: async (key, value) => void memory.set(key, structuredClone(value)),
      remove: async (key) => void memory.delete(key),
    },
    random: platformRandom,
    seals: true,
    browserName: () => 'Chrome',
    timeZone: () => 'UTC',
    now: () => Date.now(),
    exclusive: (lock, work) => {
      const mine = (last.get(lock) ?? Promise.resolve()).then(work, work);
      last.set(
        lock,
        mine.catch(() => {}),
      );
      return mine;
    },
    errand: (async (_: string, order: { kind: string }) => {
      if (order.kind === 'readApiToken') return { token: apiToken };
      throw new ProblemError({ code: 'glpiTabNeeded' });
    }) as Environment['errand'],
    hostGranted: async () => true,
    guardRails: async () => noGuardRails,
    changed: () => {},
  };
}

async function issueOne(env: Environment, site: string, label: string): Promise<FormInvite> {
  const { start } = await choicesFor(env, site);
  return await issue(env, site, {
    label,
    profileId: start.profileId,
    entityId: start.entityId,
    recursive: false,
    groupIds: [],
    login: 'email',
    until: Date.now() + hour,
    maxUses: uses,
    address: { kind: 'anyone' },
    approval: 'automatic',
    language: 'en',
    from: 'Live check',
    contact: '',
    note: '',
    invitee: null,
    privilegedConfirmed: false,
  });
}

/** Eight people on an invite of three uses, two browsers admitting at the same time. Takes away what it made. */
export async function twoBrowsers(site: string, apiToken: string): Promise<void> {
  const [first, second] = [await openDesk('first', apiToken), await openDesk('second', apiToken)];
  const view = await connect(first, site);
  must(view.canIssue, `cannot issue: ${view.problem?.code ?? ''}`);
  await connect(second, site);
  const unique = hex(platformRandom(4));
  const invite = await issueOne(first, site, `Two browsers ${unique}`);
  const tickets: number[] = [];
  try {
    const merge = mergeLedgers(await second.ledger.everything(), await first.ledger.everything());
    await second.ledger.write(async (ledger) => {
      for (const one of merge.invites) await ledger.putInvite(one);
    });
    const { link } = await viewShare(first, invite);
    for (let index = 0; index < people; index += 1) {
      const form = await openForm(link);
      must(form.status === 200, `the form answers ${form.status}`);
      await form.submit([`P${index}`, 'Two', `p${index}.${unique}@example.org`, '']);
    }
    await Promise.all([round(first, site), round(second, site)]);
    const accounts = await inSession(first, site, (call) => accountsOfInvite(call, invite.id));
    for (const env of [first, second])
      tickets.push(...(await env.ledger.registrationsOf(invite.id)).map(({ ticketId }) => ticketId));
    must(new Set(tickets).size === people, `${new Set(tickets).size} of ${people} registrations were seen`);
    must(accounts.length === uses, `${accounts.length} accounts of ${uses} uses`);
    must(new Set(accounts.map(({ comment }) => comment)).size === uses, 'two accounts for one registration');
  } finally {
    await takeAway(first, site, invite, tickets);
    for (const { ledger } of [first, second]) ledger.close();
  }
}

/**
 * Two admins' browsers that share nothing but GLPI: one issues, and is away; the other trusts it, and admits. Then the
 * issuer narrows, and the seal of before is put back: neither the colleague nor a newcomer follows it.
 */
export async function colleagues(site: string, apiToken: string): Promise<void> {
  const names = ['issuer', 'colleague', 'newcomer'];
  const [issuer, colleague, newcomer] = await Promise.all(names.map((name) => openDesk(name, apiToken)));
  must(issuer !== undefined && colleague !== undefined && newcomer !== undefined, 'no desks');
  for (const env of [issuer, colleague, newcomer]) await connect(env, site);
  const key = await ownKey(issuer);
  must(key !== null, 'no key');
  const before = await inSession(issuer, site, (call) => readFloors(call));
  const unique = hex(platformRandom(4));
  const invite = await issueOne(issuer, site, `Colleagues ${unique}`);
  const { formId } = invite.gate;
  must(formId !== null, 'no form');
  const tickets: number[] = [];
  try {
    const old = await inSession(issuer, site, (call) => keptWith(call, formId));
    await trust(colleague, site, key, 'Issuer');
    const form = await openForm((await viewShare(issuer, invite)).link);
    await form.submit(['Ann', 'One', `ann.${unique}@example.org`, '']);
    await round(colleague, site);
    const [registration] = await colleague.ledger.registrationsOf(invite.id);
    must(registration !== undefined, 'the colleague sees no registration');
    tickets.push(registration.ticketId);
    must(registration.state === 'admitted', `the registration is ${registration.state}`);

    await changeInvite(issuer, invite.id, { maxUses: 1 });
    await look(colleague, site);
    must((await colleague.ledger.invite(invite.id))?.limits.maxUses === 1, 'the colleague does not follow');
    const floors = await inSession(issuer, site, (call) => readFloors(call));
    must(floors?.serials.get(invite.id) === 2, 'no word was left of which seal counts');
    await inSession(issuer, site, async (call) => {
      const place = await keptWith(call, formId);
      must(place !== null && old !== null, 'no destination');
      await writeRecord(call, place, old.record as Record<string, unknown>);
    });
    await look(colleague, site);
    must((await colleague.ledger.invite(invite.id))?.limits.maxUses === 1, 'the colleague went back');
    await trust(newcomer, site, key, 'Issuer');
    await look(newcomer, site);
    must((await newcomer.ledger.invite(invite.id)) === undefined, 'the newcomer takes the old seal');
    const found = (await lastLook(newcomer, site))?.findings.map((one) => one.problem.code) ?? [];
    must(found.includes('sealOld'), `the newcomer finds ${found.join(', ') || 'nothing'}`);
  } finally {
    await takeAway(issuer, site, invite, tickets);
    await inSession(issuer, site, async (call) => {
      const now = before === null ? await readFloors(call) : null;
      if (now !== null)
        await call({ method: 'DELETE', path: `User/${now.accountId}`, query: [['force_purge', '1']] });
    });
    for (const { ledger } of [issuer, colleague, newcomer]) ledger.close();
  }
}

const look = (env: Environment, site: string) =>
  inSession(env, site, async (call) => void (await lookAtSeals(env, call, site)));

async function takeAway(
  env: Environment,
  site: string,
  invite: FormInvite,
  tickets: readonly number[],
): Promise<void> {
  await inSession(env, site, async (call) => {
    for (const { userId } of await accountsOfInvite(call, invite.id))
      await call({ method: 'DELETE', path: `User/${userId}`, query: [['force_purge', '1']] });
    for (const ticketId of new Set(tickets))
      await call({ method: 'DELETE', path: `Ticket/${ticketId}`, query: [['force_purge', '1']] });
    await dropClaimsOf(call, invite.id);
    if (invite.gate.formId !== null) await purgeForm(call, invite.gate.formId);
  });
}
