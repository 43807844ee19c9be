/**
 * A small world for the model test: one GLPI, one or two browsers that share nothing but it, many people, admins who
 * press and mistakes that happen. `play` runs a schedule, lets things come to rest, and gives back every promise that
 * does not hold.
 */
import * as fc from 'fast-check';
import { bulkById, goOnWithBulk, startBulk } from '../../../src/desk/bulk.ts';
import { viewBulkLinks } from '../../../src/desk/bulk-views.ts';
import { changeInvite } from '../../../src/desk/change-invite.ts';
import { beginClosing } from '../../../src/desk/close.ts';
import { connect } from '../../../src/desk/connect.ts';
import { approve, firstPassword, refuse, retry } from '../../../src/desk/decide.ts';
import type { Environment } from '../../../src/desk/environment.ts';
import { issue } from '../../../src/desk/issue.ts';
import { ownKey } from '../../../src/desk/sealer.ts';
import { trust } from '../../../src/desk/trust.ts';
import { viewShare } from '../../../src/desk/views.ts';
import { round } from '../../../src/desk/watch.ts';
import { claimsFormUuid } from '../../../src/glpi/claims.ts';
import { recordKey } from '../../../src/glpi/forms.ts';
import { hour, minute } from '../../../src/invite/instant.ts';
import { type Invite, isBatchLink, isFormInvite } from '../../../src/invite/invite.ts';
import type { Question } from '../../../src/invite/question.ts';
import type { Registration } from '../../../src/invite/registration.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import { mergeLedgers } from '../../../src/ledger/merge.ts';
import { processLocks } from '../../../src/worker/process-locks.ts';
import type { Mishap } from '../../glpi/faults.ts';
import type { ItemTicket, Ticket } from '../../glpi/state.ts';
import { type OpenedForm, openForm } from '../../stranger.ts';
import { bulkValues, people } from './many.ts';
import { mortal } from './mortal.ts';
import type { Office } from './office.ts';

const mishaps: readonly Mishap[] = [
  { kind: 'status', status: 502, body: '<h1>Bad gateway</h1>' },
  { kind: 'status', status: 502, body: '', acted: true },
  { kind: 'html', status: 500 },
  { kind: 'html', status: 500, acted: true },
  { kind: 'html', status: 200 },
  { kind: 'empty' },
  { kind: 'empty', acted: true },
  { kind: 'cut' },
  { kind: 'cut', acted: true },
];

/** What a form may ask of people beside who they are. */
const asked: readonly Question[] = [
  { kind: 'choice', text: 'Shift', required: true, options: ['Day', 'Night'] },
  { kind: 'longText', text: 'Why?', required: false, options: [] },
];

/** What people type there, some with malice; what is no choice GLPI refuses. */
const ownTyped: readonly (readonly [choice: string, why: string])[] = [
  ['1', '<p>because &amp; so</p>'],
  ['2', ''],
  ['9', '<p>none of the choices</p>'],
  ['1', `</p><script>alert(1)</script>[/${'0'.repeat(32)}:own2]`],
  ['2', '<span data-form-tag="true" data-form-tag-value="1">#x</span>'],
  ['1', '\u202e\u0000'],
];

const browser = fc.nat(2);
const which = fc.nat(5);
const mostUses = 5;
const killAt = fc.option(fc.nat(40), { freq: 2 });
const kind = <Kind extends string>(name: Kind) => fc.constant(name);

/** What may happen, and how often. */
const happenings = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('issue'),
      browser,
      maxUses: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 4 }),
      byHand: fc.boolean(),
      killAt,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind('issueBatch'), browser, killAt }) },
  { weight: 10, arbitrary: fc.record({ kind: kind('register'), invite: fc.nat(3), person: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('crowd'),
      invite: fc.nat(3),
      count: fc.integer({ min: 3, max: 7 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: kind('registerLate'), invite: fc.nat(3), person: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('surface') }) },
  { weight: 8, arbitrary: fc.record({ kind: kind('round'), browser, killAt }) },
  { weight: 4, arbitrary: fc.record({ kind: kind('roundsAtOnce') }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: kind('mishap'), mishap: fc.nat(mishaps.length - 1), after: fc.nat(8) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kind('approve'), browser, which, killAt }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('refuse'), browser, which, killAt }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('retry'), browser, which, killAt }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('firstPassword'), browser, which }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('revoke'), browser, invite: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('dropSessions') }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('copyLedger') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('joinTeam') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('startWorker') }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('moreUses'), browser, invite: fc.nat(3), killAt }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('tamperWithSeal'), form: fc.nat(3), how: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('restartBrowser'), browser }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('pass'), minutes: fc.integer({ min: 1, max: 12_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kind('clockMoves'), browser, minutes: fc.integer({ min: -300, max: 300 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kind('glpiZone'), minutes: fc.constantFrom(-480, 0, 60, 120, 330) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('solveByHand'), which }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('editTicket'), which }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('trashTicket'), which }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('renameAccount'), which }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('purgeClaims') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('deactivateForm'), invite: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('saveInEditor'), invite: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('deleteGroup') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('rights'), taken: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('api'), off: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('mail'), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('newToken') }) },
);

export type Happening = typeof happenings extends fc.Arbitrary<infer One> ? One : never;

/** Begins with an invite and a few people, or there is little to go wrong with. */
export const schedules = fc
  .record({
    maxUses: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 5 }),
    byHand: fc.boolean(),
    copied: fc.boolean(),
    team: fc.boolean(),
    people: fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }),
    rest: fc.array(happenings, { minLength: 2, maxLength: 24 }),
  })
  .map(({ maxUses, byHand, copied, team, people, rest }): Happening[] => [
    { kind: 'issue', browser: 0, maxUses, byHand, killAt: null },
    ...(copied ? [{ kind: 'copyLedger' as const }] : []),
    ...(team ? [{ kind: 'joinTeam' as const }] : []),
    ...people.map((person) => ({ kind: 'register' as const, invite: 0, person })),
    ...rest,
  ]);

interface Browser {
  env: Environment;
  ahead: number;
}

/** Another browser: its own ledger, memory, locks and clock; the same GLPI. */
async function openBrowser(office: Office, name: string, seals = true): Promise<Browser> {
  const memory = new Map<string, unknown>();
  const made: Browser = {
    ahead: 0,
    env: {
      ...office.env,
      ledger: await openLedger(name),
      seals,
      exclusive: processLocks(),
      now: () => office.env.now() + made.ahead,
      memory: {
        get: async (key) => structuredClone(memory.get(key)),
        set: async (key, value) => void memory.set(key, structuredClone(value)),
        remove: async (key) => void memory.delete(key),
      },
    },
  };
  return made;
}

/** What was tampered with by hand in GLPI, and so is promised less of. */
interface Tampering {
  readonly tickets: Set<number>;
  readonly groups: Set<number>;
}

/** Plays a schedule; gives back what of the promises does not hold at the end, as sentences. */
export async function play(office: Office, events: readonly Happening[]): Promise<string[]> {
  const { glpi, site } = office;
  const { state } = glpi;
  const formsBefore = state.forms.length;
  const first: Browser = { env: { ...office.env, now: () => office.env.now() + first.ahead }, ahead: 0 };
  const second = await openBrowser(office, 'second');
  const third = await openBrowser(office, 'third');
  let copied = false;
  let isTeam = false;
  /** Those who know anything: a copy once there is one, a colleague who shares nothing but GLPI once there is a team. */
  const active = () => [first, ...(copied ? [second] : []), ...(isTeam ? [third] : [])];
  /** The worker of now: no key, nothing of its own; each time that it is started it knows nothing of before. */
  let worker: Browser | null = null;
  let workers = 0;
  const watching = () => [...active(), ...(worker ? [worker] : [])];
  const links: { readonly id: string; readonly link: string }[] = [];
  /** The first seal of each form that somebody laid hands on. */
  const seals = new Map<number, unknown>();
  const tampered: Tampering = { tickets: new Set(), groups: new Set() };
  const profile = () => state.profiles.find(({ name }) => name === 'Super-Admin');
  const userRight = profile()?.rights.user ?? 0;
  const quietly = (work: Promise<unknown>) =>
    work.then(
      () => {},
      () => {},
    );
  const at = (index: number) => active()[index % active().length] ?? first;
  const pick = <Kind>(list: readonly Kind[], index: number): Kind | undefined =>
    list.length === 0 ? undefined : list[index % list.length];
  const life = (one: Browser, last: number | null) => mortal(one.env, last ?? Number.POSITIVE_INFINITY).env;
  const inState = async (one: Browser, wanted: Registration['state']) =>
    (await one.env.ledger.newestRegistrations(1_000, (registration) => registration.state === wanted)).map(
      ({ id }) => id,
    );
  const ourTickets = () =>
    state.itemTickets
      .filter(({ itemtype }) => itemtype === 'Glpi\\Form\\Form')
      .map((link) => link.tickets_id);
  const decide = async (
    one: Browser,
    from: Registration['state'],
    which: number,
    act: (id: string) => Promise<unknown>,
  ) => {
    const id = pick(await inState(one, from), which);
    if (id !== undefined) await quietly(act(id));
  };

  /** So many of them are typed: the key of a batch's link stays as it is filled in. */
  const own = (form: OpenedForm) => (form.names.length === 4 + asked.length ? 4 + asked.length : 4);
  const register = async (invite: number, person: number) => {
    const target = pick(links, invite);
    const form = target ? await openForm(target.link).catch(() => null) : null;
    if (form?.status === 200 && form.prefilled.length > 0)
      await quietly(
        form.submit(
          [`P${person}`, 'X', `p${person}@example.org`, '', ...(ownTyped[person] ?? [])].slice(0, own(form)),
        ),
      );
  };
  // GLPI makes each ticket within a transaction: one with a lower id may be seen after one with a higher.
  const late: { ticket: Ticket; links: ItemTicket[] }[] = [];
  const hold = () => {
    const ticket = state.tickets.last;
    if (!ticket || late.some((held) => held.ticket.id >= ticket.id)) return;
    state.tickets.remove(ticket.id);
    late.push({ ticket, links: state.itemTickets.removeWhere((link) => link.tickets_id === ticket.id) });
  };
  const surface = () => {
    for (const { ticket, links } of late.splice(0)) {
      state.tickets.add(ticket);
      for (const link of links) state.itemTickets.add(link);
    }
  };

  for (const next of events) {
    switch (next.kind) {
      case 'issue': {
        const env = life(at(next.browser), next.killAt);
        const draft = await office
          .draft({
            maxUses: next.maxUses,
            approval: next.byHand ? 'byHand' : 'automatic',
            questions: next.byHand ? [] : asked,
            groupIds: [1],
            until: env.now() + 100 * hour,
          })
          .catch(() => null);
        if (!draft) break;
        await quietly(
          issue(env, site, draft).then(async (invite) =>
            links.push({ id: invite.id, link: (await viewShare(env, invite)).link }),
          ),
        );
        break;
      }
      case 'issueBatch': {
        const { env } = at(next.browser);
        const values = await bulkValues(office, { groupIds: [1], until: env.now() + 100 * hour }).catch(
          () => null,
        );
        if (!values) break;
        // For nobody in particular, so that anybody may come by either link.
        const rows = people(2).map((row) => ({ ...row, firstName: '', lastName: '', email: '' }));
        const started = await startBulk(env, site, 'batch', 'Batch', values, rows).catch(() => null);
        if (!started) break;
        await quietly(goOnWithBulk(life(at(next.browser), next.killAt), started.id));
        const made = await viewBulkLinks(env, await bulkById(env, started.id)).catch(() => null);
        for (const { inviteId, link } of made?.links ?? []) if (link) links.push({ id: inviteId, link });
        break;
      }
      case 'register': {
        await register(next.invite, next.person);
        break;
      }
      case 'crowd':
        // People of their own, who are admitted together.
        for (let person = 0; person < next.count; person += 1) await register(next.invite, 10 + person);
        break;
      case 'registerLate':
        await register(next.invite, next.person);
        hold();
        break;
      case 'surface':
        surface();
        break;
      case 'round':
        await quietly(round(life(at(next.browser), next.killAt), site));
        break;
      case 'roundsAtOnce':
        await Promise.all(watching().map(({ env }) => quietly(round(env, site))));
        break;
      case 'mishap':
        glpi.fault({ path: 'apirest.php' }, mishaps[next.mishap] ?? { kind: 'cut' }, 1, next.after);
        break;
      case 'approve': {
        const one = at(next.browser);
        await decide(one, 'waiting', next.which, (id) => approve(life(one, next.killAt), id));
        break;
      }
      case 'refuse': {
        const one = at(next.browser);
        await decide(one, next.which % 2 ? 'failed' : 'waiting', next.which, (id) =>
          refuse(life(one, next.killAt), id, 'no'),
        );
        break;
      }
      case 'retry': {
        const one = at(next.browser);
        await decide(one, 'failed', next.which, (id) => retry(life(one, next.killAt), id));
        break;
      }
      case 'firstPassword': {
        const one = at(next.browser);
        await decide(one, 'admitted', next.which, (id) => firstPassword(one.env, id));
        break;
      }
      case 'revoke': {
        const target = pick(links, next.invite);
        if (target) await quietly(beginClosing(at(next.browser).env, target.id, 'revoked', 'glpi'));
        break;
      }
      case 'dropSessions':
        glpi.dropSessions();
        break;
      case 'copyLedger':
        await copyLedger(first, second);
        copied = true;
        break;
      case 'joinTeam': {
        if (isTeam) break;
        const view = await connect(third.env, site);
        if (view.state !== 'connected') break;
        isTeam = true;
        for (const one of active())
          for (const other of active()) {
            const key = await ownKey(other.env);
            if (one !== other && key !== null) await trust(one.env, site, key, 'A colleague');
          }
        break;
      }
      case 'startWorker': {
        worker?.env.ledger.close();
        worker = null;
        const made = await openBrowser(office, `worker ${workers++}`, false);
        if ((await connect(made.env, site)).state !== 'connected') {
          made.env.ledger.close();
          break;
        }
        for (const one of active()) {
          const key = await ownKey(one.env);
          if (key !== null) await trust(made.env, site, key, 'Its issuer');
        }
        worker = made;
        break;
      }
      case 'moreUses': {
        const target = pick(links, next.invite);
        const { env } = at(next.browser);
        const invite = target ? await env.ledger.invite(target.id) : undefined;
        // No more than anybody else may have made of it meanwhile.
        if (invite && (invite.limits.maxUses ?? mostUses) < mostUses)
          await quietly(changeInvite(life(at(next.browser), next.killAt), invite.id, { maxUses: mostUses }));
        break;
      }
      case 'tamperWithSeal': {
        const rows = state.destinations.filter(({ config }) => config.includes(recordKey));
        const row = pick(rows, next.form);
        if (!row) break;
        const { [recordKey]: seal, ...config } = JSON.parse(row.config);
        const old = seals.get(row.id) ?? seal;
        seals.set(row.id, old);
        const forged = [undefined, { ...seal, signature: 'A'.repeat(86) }, old][next.how];
        row.config = JSON.stringify({ ...config, ...(forged ? { [recordKey]: forged } : {}) });
        break;
      }
      case 'restartBrowser':
        for (const key of ['actor', `session ${site}`, `credentials ${site}`])
          await at(next.browser).env.memory.remove(key);
        break;
      case 'pass':
        // A transaction lasts seconds, and this is a minute at least.
        surface();
        for (const { env } of watching()) await quietly(round(env, site));
        office.pass(next.minutes * minute);
        break;
      case 'clockMoves':
        at(next.browser).ahead = next.minutes * minute;
        break;
      case 'glpiZone':
        glpi.clock.zone = next.minutes;
        glpi.dropSessions();
        break;
      case 'solveByHand': {
        const ticket = state.tickets.get(pick(ourTickets(), next.which) ?? -1);
        if (ticket) ticket.status = 5;
        break;
      }
      case 'editTicket': {
        const ticket = state.tickets.get(pick(ourTickets(), next.which) ?? -1);
        if (ticket) ticket.content = ticket.content.slice(0, ticket.content.length / 2);
        break;
      }
      case 'trashTicket': {
        const ticket = state.tickets.get(pick(ourTickets(), next.which) ?? -1);
        if (!ticket) break;
        ticket.is_deleted = 1;
        tampered.tickets.add(ticket.id);
        break;
      }
      case 'renameAccount': {
        const account = pick(marked(office), next.which);
        if (account) account.name = `renamed.${account.id}`;
        break;
      }
      case 'purgeClaims': {
        const form = state.forms.find(({ uuid }) => uuid === claimsFormUuid);
        if (!form) break;
        state.forms.remove(form.id);
        state.sections.removeWhere((section) => section.forms_forms_id === form.id);
        break;
      }
      case 'deactivateForm': {
        const target = pick(links, next.invite);
        const invite = target ? await first.env.ledger.invite(target.id) : undefined;
        const form = state.forms.get((await formIdOf(first.env, invite)) ?? -1);
        if (form) form.is_active = 0;
        break;
      }
      case 'saveInEditor': {
        const target = pick(links, next.invite);
        const formId = await formIdOf(
          first.env,
          target ? await first.env.ledger.invite(target.id) : undefined,
        );
        // What the editor leaves of it (live.md 18).
        for (const destination of state.destinations)
          if (destination.forms_forms_id === formId)
            destination.config = JSON.stringify({
              'glpi-form-destination-commonitilfield-contentfield_auto': true,
            });
        break;
      }
      case 'deleteGroup':
        state.groups.remove(1);
        tampered.groups.add(1);
        break;
      case 'rights': {
        const rights = profile()?.rights;
        if (rights) rights.user = next.taken ? 1 : userRight;
        glpi.dropSessions();
        break;
      }
      case 'api':
        state.config.enable_api = next.off ? '0' : '1';
        break;
      case 'mail':
        state.config.use_notifications = next.on ? '1' : '0';
        state.config.notifications_mailing = next.on ? '1' : '0';
        glpi.dropSessions();
        break;
      case 'newToken':
        for (const user of state.users) if (user.name === 'glpi') user.api_token = 'b'.repeat(40);
        glpi.dropSessions();
        break;
    }
  }

  // What was broken is mended, and everything comes to rest.
  surface();
  glpi.clearFaults();
  state.config.enable_api = '1';
  const rights = profile()?.rights;
  if (rights) rights.user = userRight;
  glpi.dropSessions();
  for (const { env } of watching()) await connect(env, site);
  for (const { env } of watching()) await round(env, site);
  let quiet = 0;
  for (let times = 0; times < 20 && quiet < 2; times += 1) {
    office.pass(hour);
    let changes = 0;
    const count = () => {
      changes += 1;
    };
    for (const { env } of watching()) {
      await round({ ...env, changed: count }, site);
      changes += (await env.ledger.unfinishedRegistrations()).length;
    }
    quiet = changes === 0 ? quiet + 1 : 0;
  }
  const broken = await brokenPromises(office, watching(), tampered, formsBefore);
  second.env.ledger.close();
  third.env.ledger.close();
  worker?.env.ledger.close();
  return broken;
}

/** What a backup, restored in another browser, would do. */
async function copyLedger(from: Browser, to: Browser): Promise<void> {
  const merge = mergeLedgers(await to.env.ledger.everything(), await from.env.ledger.everything());
  await to.env.ledger.write(async (ledger) => {
    for (const site of merge.sites) await ledger.putSite(site);
    for (const invite of merge.invites) await ledger.putInvite(invite);
    for (const registration of merge.registrations) await ledger.putRegistration(registration);
    for (const line of merge.journal) await ledger.journal(line);
  });
}

/** The form behind an invite, its own or that of its batch. */
async function formIdOf(env: Environment, invite: Invite | undefined): Promise<number | null> {
  if (invite && isBatchLink(invite)) return await formIdOf(env, await env.ledger.invite(invite.gate.batchId));
  return invite && isFormInvite(invite) ? invite.gate.formId : null;
}

const marked = (office: Office) =>
  office.glpi.state.users.filter(({ comment }) => comment?.startsWith('Invite ') ?? false);

async function brokenPromises(
  office: Office,
  browsers: readonly Browser[],
  tampered: Tampering,
  formsBefore: number,
): Promise<string[]> {
  const { state } = office.glpi;
  const broken: string[] = [];
  const must = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(sentence);
  };
  const accounts = marked(office);
  must(
    new Set(accounts.map(({ comment }) => comment)).size === accounts.length,
    'two accounts for a registration',
  );
  for (const { id } of accounts) {
    const granted = state.profileUsers.filter(({ users_id }) => users_id === id);
    must(
      granted.length === 1 && granted[0]?.profiles_id === 1 && granted[0].entities_id === 0,
      `account ${id} has more than its grant`,
    );
    const groups = state.groupUsers.filter(({ users_id }) => users_id === id);
    must(
      groups.length <= 1 && groups.every(({ groups_id }) => groups_id === 1),
      `account ${id} is in other groups`,
    );
  }

  const allowed = new Map<string, number>();
  for (const { env } of browsers)
    for (const { id, limits } of await env.ledger.newestInvites(1_000, () => true))
      allowed.set(id, Math.max(allowed.get(id) ?? 0, limits.maxUses ?? Number.POSITIVE_INFINITY));
  let standing = new Set<number>();
  const stories = new Map<string, string>();
  for (const [index, { env }] of browsers.entries()) {
    const invites = await env.ledger.newestInvites(1_000, () => true);
    const registrations = await env.ledger.newestRegistrations(1_000, () => true);
    const journal = await env.ledger.journal(100_000, null);
    const here = `browser ${index}`;
    must((await env.ledger.damagedCount()) === 0, `${here}: a record was damaged`);
    for (const { id, limits, state: at } of invites) {
      const made = accounts.filter(({ comment }) => comment?.startsWith(`Invite ${id} `));
      // One that closed here may never have learnt that it was good for more.
      const most = Math.max(limits.maxUses ?? 0, allowed.get(id) ?? 0);
      must(limits.maxUses === null || made.length <= most, `${here}: ${made.length} accounts by ${id}`);
      must(at === 'open' || at === 'closed', `${here}: invite ${id} hangs in ${at}`);
    }
    const known = new Set(registrations.map(({ ticketId }) => ticketId));
    const ours = new Set(invites.filter(isFormInvite).flatMap(({ gate }) => gate.formId ?? []));
    for (const { itemtype, items_id: formId, tickets_id: ticketId } of state.itemTickets) {
      if (itemtype !== 'Glpi\\Form\\Form' || !ours.has(formId) || tampered.tickets.has(ticketId)) continue;
      must(known.has(ticketId), `${here}: the registration of ticket ${ticketId} is lost`);
    }
    for (const registration of registrations) {
      const { id, ticketId, progress, reason } = registration;
      const why = reason ? ` (${reason.code})` : '';
      must(
        ['admitted', 'refused', 'waiting', 'failed'].includes(registration.state),
        `${here}: ticket ${ticketId} hangs in ${registration.state}${why}`,
      );
      const lines = journal.filter((line) => line.registrationId === id).map(({ event }) => event);
      const ended = lines.filter((event) => event === 'admitted' || event === 'settledElsewhere').length;
      // More than once where two browsers each tell of it, and the ledgers were merged.
      if (registration.state === 'admitted')
        must(ended > 0, `${here}: ticket ${ticketId} was admitted without a word`);
      const created = lines.filter((event) => event === 'accountCreated').length;
      must(created <= 1, `${here}: the journal tells of ${created} accounts for ticket ${ticketId}`);
      if (registration.state === 'refused')
        must(lines.includes('registrationRefused'), `${here}: ticket ${ticketId} was refused without a word`);
      const account = accounts.find(({ id: userId }) => userId === progress.userId);
      if (registration.state === 'admitted')
        must(
          account?.comment === `Invite ${registration.inviteId} / ticket ${ticketId}`,
          `${here}: ticket ${ticketId} is admitted without its account`,
        );
      const questions = invites.find((invite) => invite.id === registration.inviteId)?.questions ?? [];
      if (registration.answers !== null)
        must(
          (registration.ownAnswers ?? []).length === questions.length,
          `${here}: answers of ticket ${ticketId} are lost`,
        );
      for (const [at, { required, options }] of questions.entries()) {
        const answer = registration.ownAnswers?.[at]?.answer ?? '';
        must(
          registration.state !== 'admitted' ||
            registration.decidedBy !== null ||
            registration.answers === null ||
            !required ||
            options.includes(answer),
          `${here}: ticket ${ticketId} was admitted by itself with the answer “${answer}”`,
        );
      }
      const before = stories.get(id);
      const now = `${registration.state} ${progress.userId ?? ''}`.trim();
      if (registration.state === 'admitted' || registration.state === 'refused') {
        must(
          before === undefined || before === now,
          `ticket ${ticketId}: ${before} in one browser, ${now} in the other`,
        );
        stories.set(id, now);
      }
    }
    for (const account of accounts) {
      const [, inviteId, ticketId] = /^Invite (\S+) \/ ticket (\d+)$/.exec(account.comment ?? '') ?? [];
      // A ticket in GLPI's trash is seen by nobody who has not seen it before.
      if (!invites.some(({ id }) => id === inviteId) || tampered.tickets.has(Number(ticketId))) continue;
      const its = registrations.filter(({ progress }) => progress.userId === account.id);
      const waits = registrations.some(
        ({ state: at, ticketId }) =>
          (at === 'failed' || at === 'waiting') && account.comment?.endsWith(` / ticket ${ticketId}`),
      );
      must(
        its.length === 1 || waits,
        `${here}: account ${account.id} belongs to ${its.length} registrations`,
      );
    }
    standing = new Set([
      ...standing,
      ...invites
        .filter(isFormInvite)
        .filter((invite) => invite.state === 'open' || invite.purgeAt !== null)
        .flatMap(({ gate }) => gate.formId ?? []),
    ]);
  }
  for (const form of state.forms) {
    if (form.uuid === claimsFormUuid || form.id <= formsBefore) continue;
    must(standing.has(form.id), `form ${form.id} is an orphan`);
  }
  return broken;
}
