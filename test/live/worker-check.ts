/**
 * The worker at a real GLPI: a user with no right but the needed ones, an invite issued and sealed by a desk that is then
 * gone, a stranger who registers, and the built worker, which makes the account. Takes away what it made.
 */
import { spawn } from 'node:child_process';
import { changeInvite } from '../../src/desk/change-invite.ts';
import { choicesFor } from '../../src/desk/choices.ts';
import { dropClaimsOf } from '../../src/desk/claim.ts';
import { connect } from '../../src/desk/connect.ts';
import { issue } from '../../src/desk/issue.ts';
import { ownKey } from '../../src/desk/sealer.ts';
import { viewShare } from '../../src/desk/views.ts';
import { grantedProfiles } from '../../src/glpi/authorizations.ts';
import { purgeForm } from '../../src/glpi/forms.ts';
import { makeApiToken } from '../../src/glpi/pages/api-token.ts';
import { solutionsOf } from '../../src/glpi/tickets.ts';
import { accountsOfInvite, ticketInMark } from '../../src/glpi/users.ts';
import { neededRights } from '../../src/glpi/worker-rights.ts';
import { hour } from '../../src/invite/instant.ts';
import { hex, platformRandom } from '../../src/invite/key.ts';
import { openForm } from '../stranger.ts';
import type { Contract } from './contract.ts';
import { openDesk } from './two-browsers.ts';
import { signInToPages } from './web-session.ts';

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

interface Line {
  readonly event: string;
  readonly [fact: string]: unknown;
}

/** Runs the built worker once; its lines, all that it said, and its exit code. */
async function runWorker(site: string, token: string, args: readonly string[]) {
  const child = spawn(process.execPath, ['dist/worker.mjs', 'worker', '--glpi', site, '--once', ...args], {
    env: { ...process.env, GLPI_API_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines = said
    .split('\n')
    .filter(Boolean)
    .map((line): Line => JSON.parse(line));
  return { code, said, lines, events: lines.map(({ event }) => event) };
}

async function addItem({ call }: Contract, itemtype: string, input: object): Promise<number> {
  const { body } = await call({ method: 'POST', path: itemtype, body: { input } });
  return (body as { id: number }).id;
}

/** `tell`: what is worth reading of a run that went well. */
export async function workerCheck(
  contract: Contract,
  adminToken: string,
  tell: (line: string) => void,
): Promise<void> {
  const { site, call } = contract;
  const unique = hex(platformRandom(4));
  const purge = (itemtype: string, id: number) =>
    call({ method: 'DELETE', path: `${itemtype}/${id}`, query: [['force_purge', '1']] });
  const desk = await openDesk(`worker ${unique}`, adminToken);
  const made: (() => Promise<unknown>)[] = [];
  try {
    const login = `worker.${unique}`;
    const password = `W-${hex(platformRandom(12))}`;
    const profileId = await addItem(contract, 'Profile', {
      name: `Invite worker ${unique}`,
      interface: 'central',
      ...neededRights,
    });
    made.push(() => purge('Profile', profileId));
    const userId = await addItem(contract, 'User', {
      name: login,
      password,
      password2: password,
      _profiles_id: profileId,
      _entities_id: 0,
      _is_recursive: 1,
    });
    made.push(() => purge('User', userId));
    const { token } = await makeApiToken(await signInToPages(site, login, password));

    const view = await connect(desk, site);
    must(view.canIssue, `cannot issue: ${view.problem?.code ?? ''}`);
    const { start } = await choicesFor(desk, site);
    const group = await addItem(contract, 'Group', {
      name: `Worker ${unique}`,
      entities_id: 0,
      is_recursive: 1,
    });
    made.push(() => purge('Group', group));
    const invite = await issue(desk, site, {
      label: `Worker ${unique}`,
      profileId: start.profileId,
      entityId: start.entityId,
      recursive: false,
      groupIds: [group],
      login: 'email',
      until: Date.now() + hour,
      maxUses: 3,
      address: { kind: 'anyone' },
      approval: 'automatic',
      language: 'en',
      from: 'Live check',
      contact: '',
      note: '',
      invitee: null,
      privilegedConfirmed: false,
    });
    const { gate } = invite;
    made.push(async () => {
      if (gate.kind === 'form' && gate.formId !== null) await purgeForm(call, gate.formId);
      await dropClaimsOf(call, invite.id);
    });
    const key = (await ownKey(desk)) ?? '';
    const { link } = await viewShare(desk, invite);
    // A second seal: the worker notes which serial counts, in an account that those who edit forms cannot write.
    await changeInvite(desk, invite.id, { maxUses: 2 });
    // From here on the desk does nothing any more. The domain never resolves: GLPI's mail goes nowhere.
    const register = async (name: string) => {
      const form = await openForm(link);
      must(form.status === 200, `the form answers ${form.status}`);
      const sent = await form.submit([name, 'Worker', `${name}.${unique}@example.invalid`.toLowerCase(), '']);
      must(sent.status === 200, `the form was answered with ${sent.status}`);
    };
    await register('Ada');
    const accounts = () => accountsOfInvite(call, invite.id);
    made.push(async () => {
      for (const account of await accounts()) {
        const ticketId = ticketInMark(account, invite.id);
        await purge('User', account.userId);
        if (ticketId !== null) await purge('Ticket', ticketId);
      }
    });

    const stranger = await runWorker(site, token, []);
    must(stranger.code === 0, `a worker that trusts nobody exits ${stranger.code}: ${stranger.said}`);
    must(stranger.events.includes('issuerNotTrusted'), 'the issuer was not told');
    must((await accounts()).length === 0, 'an account was made for an issuer whom the worker does not trust');

    const dry = await runWorker(site, token, [`--issuer=${key}`, '--dry-run']);
    must(dry.code === 0 && dry.events.includes('wouldAdmit'), `the dry run: ${dry.code} ${dry.said}`);
    must((await accounts()).length === 0, 'the dry run made an account');

    const first = await runWorker(site, token, [`--issuer=${key}`]);
    must(first.code === 0, `exits ${first.code}: ${first.said}`);
    const [ada, ...more] = await accounts();
    must(ada !== undefined && more.length === 0, `${more.length + (ada ? 1 : 0)} accounts: ${first.said}`);
    const [granted] = await grantedProfiles(call, ada.userId);
    must(granted?.profileId === start.profileId, 'the account has another profile than was asked');
    const adasTicket = ticketInMark(ada, invite.id) ?? 0;
    const solutions = await solutionsOf(call, adasTicket);
    must(
      solutions.some((text) => text.includes(invite.id)),
      'the ticket was not solved',
    );

    // Another life of it knows nothing of the first, and makes nothing twice; the second use is the last.
    await register('Bob');
    const second = await runWorker(site, token, [`--issuer=${key}`]);
    must(second.code === 0, `exits ${second.code}: ${second.said}`);
    must(
      (await accounts()).length === 2,
      `${(await accounts()).length} accounts after two uses: ${second.said}`,
    );
    must(!second.events.includes('sealFloorsNotKept'), 'the lowest serials that count could not be kept');
    must(second.events.includes('inviteClosed'), `the invite was not closed: ${second.events.join(' ')}`);

    const admin = await runWorker(site, adminToken, [`--issuer=${key}`]);
    must(admin.code === 3, `with the rights of a super-admin it exits ${admin.code}`);
    for (const { said } of [stranger, dry, first, second, admin])
      must(
        !said.includes(token) && !said.includes(adminToken) && !said.includes(unique),
        'a token or a name is in the log',
      );
    for (const line of second.said.trim().split('\n')) tell(line);
  } finally {
    for (const undo of made.toReversed())
      await undo().catch((thrown: unknown) => tell(`left: ${String(thrown)}`));
    desk.ledger.close();
  }
}
