/** What seals and those who share a GLPI rely on, asked of any GLPI 11. */

import { claimsForm, claimsFormUuid, dropClaims } from '../../src/glpi/claims.ts';
import { findForm, keyOfForm, muteForm, purgeForm } from '../../src/glpi/forms.ts';
import { floorsLogin, raiseFloors, readFloors } from '../../src/glpi/seal-floors.ts';
import { allKept, isEdited, keptWith, writeRecord } from '../../src/glpi/seals.ts';
import { newestTicketId } from '../../src/glpi/tickets.ts';
import { readWatchers, sayWatching } from '../../src/glpi/watchers.ts';
import { newKey, platformRandom } from '../../src/invite/key.ts';
import { newSealKeys, openSeal, sealerWith, sealUp } from '../../src/invite/seal.ts';
import { openForm } from '../stranger.ts';
import type { Check } from './contract.ts';
import { must, registrationTickets, withForm } from './contract.ts';

async function sealer() {
  const keys = await newSealKeys();
  must(keys !== null, 'this Node knows no Ed25519');
  return await sealerWith(keys);
}

/** What a label may hold, and what PHP, JSON and a database would each like to change. */
const nasty = 'Zoë <b>"quoted"</b> & \\ / \u2028 \u{1f600} \u0000 é é [] {} 0.1 1e3 null';

export const sealChecks: Readonly<Record<string, Check>> = {
  'a seal comes back to the byte with the list of all, and still opens': (contract) =>
    withForm(contract, async ({ id, gate }) => {
      const { call } = contract;
      const sealed = await sealUp({ label: nasty, none: [], empty: {}, maxUses: null }, await sealer());
      const place = await keptWith(call, id);
      must(place !== null, 'the form has no destination');
      await writeRecord(call, place, { ...sealed });
      const now = (await allKept(call)).find(({ formId }) => formId === id);
      must(JSON.stringify(now?.record) === JSON.stringify(sealed), 'it came back changed');
      const opened = await openSeal(now?.record);
      must(opened.kind === 'sound', 'it does not open');
      must((opened.content as { label: string }).label === nasty, 'something else was read');
      must(!isEdited(now, gate.nonce), 'the delimiters are gone');
    }),
  'a seal of 300 KB is kept whole': (contract) =>
    withForm(contract, async ({ id }) => {
      const { call } = contract;
      const links = Array.from({ length: 3_000 }, () => newKey(platformRandom));
      const sealed = await sealUp({ links, more: links }, await sealer());
      must(sealed.seal.length > 200_000, 'not long enough to tell');
      const place = await keptWith(call, id);
      must(place !== null, 'the form has no destination');
      await writeRecord(call, place, { ...sealed });
      must((await openSeal((await keptWith(call, id))?.record)).kind === 'sound', 'it does not open');
    }),
  'a form with a renewed seal still makes tickets with the answers': (contract) =>
    withForm(contract, async ({ id, link, gate }) => {
      const { call } = contract;
      const place = await keptWith(call, id);
      must(place !== null, 'the form has no destination');
      await writeRecord(call, place, { ...(await sealUp({ serial: 2 }, await sealer())) });
      const before = await newestTicketId(call);
      await (await openForm(link)).submit(['Ann', 'One', 'ann@example.org', '']);
      const [ticket] = await registrationTickets(call, before, id);
      must(ticket?.content?.includes(`[${gate.nonce}:email]ann@example.org`) ?? false, 'not readable');
    }),
  'closing writes the last seal with the call that mutes the form': (contract) =>
    withForm(contract, async ({ id }) => {
      const { call } = contract;
      await muteForm(call, id, { ...(await sealUp({ state: 'closed' }, await sealer())) });
      const opened = await openSeal((await keptWith(call, id))?.record);
      must(opened.kind === 'sound', 'it does not open');
    }),
  'the account that keeps which serials count is made, raised and read, and nobody logs in with it': async ({
    call,
  }) => {
    const before = await readFloors(call);
    const first = await raiseFloors(call, before, new Map([['CHECKAAAAA', 2]]));
    try {
      const second = await raiseFloors(call, await readFloors(call), new Map([['CHECKBBBBB', 7]]));
      must(first.accountId === second.accountId, 'there are two of them');
      // Lower than what stands there: stays.
      await raiseFloors(call, await readFloors(call), new Map([['CHECKAAAAA', 1]]));
      const now = await readFloors(call);
      must(now?.serials.get('CHECKAAAAA') === 2 && now.serials.get('CHECKBBBBB') === 7, 'not as written');
      const { body } = await call({ method: 'GET', path: `User/${first.accountId}` });
      const { name, is_active: active } = body as { name: string; is_active: number };
      must(name === floorsLogin && Number(active) === 0, 'it is active');
    } finally {
      if (before === null)
        await call({ method: 'DELETE', path: `User/${first.accountId}`, query: [['force_purge', '1']] });
    }
  },
  'the key of a form can be read where it stands, for a colleague who shares the link': (contract) =>
    withForm(contract, async ({ id, plan }) => {
      must((await keyOfForm(contract.call, id)) === plan.key, 'another key, or none');
    }),
  'a word that somebody watches is left, renewed and read': async ({ call }) => {
    const hadForm = (await findForm(call, claimsFormUuid)) !== null;
    const formId = await claimsForm(call, 0);
    const watcher = {
      id: '0123456789ab',
      kind: 'browser',
      name: nasty.slice(0, 20),
      keys: ['abcdefgh'],
    } as const;
    const rowId = await sayWatching(call, formId, { ...watcher, seenAt: 1_000_000 }, null);
    try {
      must(
        (await sayWatching(call, formId, { ...watcher, seenAt: 2_000_000 }, null)) === rowId,
        'a second word',
      );
      await sayWatching(call, formId, { ...watcher, seenAt: 3_000_000 }, rowId);
      const [found, ...others] = (await readWatchers(call)).filter(({ id }) => id === watcher.id);
      must(others.length === 0, 'there are two words of it');
      must(found?.seenAt === 3_000_000 && found.keys[0] === 'abcdefgh', 'not as written');
    } finally {
      await dropClaims(call, [rowId]);
      if (!hadForm) await purgeForm(call, formId);
    }
  },
};
