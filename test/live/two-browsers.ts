/**
 * Two browsers with one ledger at one GLPI, without the browsers: the real desk twice, side by side, with nothing between
 * them but GLPI. What one gives away, the other must not give again.
 */
import 'fake-indexeddb/auto';
import { choicesFor } from '../../src/desk/choices.ts';
import { dropClaimsOf } from '../../src/desk/claim.ts';
import { connect } from '../../src/desk/connect.ts';
import type { Environment } from '../../src/desk/environment.ts';
import { issue } from '../../src/desk/issue.ts';
import { inSession } from '../../src/desk/sessions.ts';
import { viewShare } from '../../src/desk/views.ts';
import { round } from '../../src/desk/watch.ts';
import { purgeForm } from '../../src/glpi/forms.ts';
import { accountsOfInvite } from '../../src/glpi/users.ts';
import { noGuardRails } from '../../src/invite/guard-rails.ts';
import { hour } from '../../src/invite/instant.ts';
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

async function openDesk(name: string, apiToken: string): Promise<Environment> {
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

/** Eight people on an invite of three uses, two browsers admitting at the same time. Takes away what it made. */
export async function twoBrowsers(site: string, apiToken: string): Promise<void> {
  const [first, second] = [await openDesk('first', apiToken), await openDesk('second', apiToken)];
  const view = await connect(first, site);
  must(view.canIssue, `cannot issue: ${view.problem?.code ?? ''}`);
  await connect(second, site);
  const { start } = await choicesFor(first, site);
  const unique = hex(platformRandom(4));
  const invite = await issue(first, site, {
    label: `Two browsers ${unique}`,
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
    await inSession(first, site, async (call) => {
      for (const { userId } of await accountsOfInvite(call, invite.id))
        await call({ method: 'DELETE', path: `User/${userId}`, query: [['force_purge', '1']] });
      for (const ticketId of new Set(tickets))
        await call({ method: 'DELETE', path: `Ticket/${ticketId}`, query: [['force_purge', '1']] });
      await dropClaimsOf(call, invite.id);
      if (invite.gate.formId !== null) await purgeForm(call, invite.gate.formId);
    });
    for (const { ledger } of [first, second]) ledger.close();
  }
}
