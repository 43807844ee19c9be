// @vitest-environment node
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test } from 'vitest';
import { makeBackup, previewRestore, restore } from '../../../src/desk/records.ts';
import { platformRandom } from '../../../src/invite/key.ts';
import { openBackup, sealBackup } from '../../../src/ledger/backup.ts';
import { bringUpToDate } from '../../../src/ledger/bring-up-to-date.ts';
import { type LedgerContents, openLedger } from '../../../src/ledger/ledger.ts';
import { schemaVersion } from '../../../src/ledger/schema.ts';
import { type Office, openOffice } from '../desk/office.ts';
import { olderLedger } from './older.ts';

const passphrase = 'correct horse battery';
/** The real figure costs half a second each; that it is used is asserted once. */
const quick = 1_000;

let office: Office | undefined;
afterEach(async () => {
  await office?.close();
  office = undefined;
});

const sealed = async (contents: LedgerContents, version = schemaVersion) =>
  await sealBackup(contents, version, passphrase, platformRandom, Date.now(), quick);

/** A used office, and its backup. */
async function backedUp() {
  office = await openOffice();
  const { link, invite } = await office.issue({ maxUses: 5 });
  await office.register(link, ['Jane', 'Doe', 'jane@example.org', '']);
  await office.round();
  return { office, link, invite, file: await sealed(await office.env.ledger.everything()) };
}

describe('a backup', () => {
  test('comes back as it was, key of the open invite included', async () => {
    const { office, invite, file } = await backedUp();
    const contents = await bringUpToDate(await openBackup(file, passphrase));
    const { damaged: _, ...mine } = await office.env.ledger.everything();
    expect(contents).toMatchObject(mine);
    expect(contents.invites[0]?.key).toBe(invite.key);
  });

  test('shows nobody anything: no key, no name, no address, no token', async () => {
    const { office, invite, file } = await backedUp();
    const token = office.glpi.state.users.find(({ name }) => name === 'glpi')?.api_token ?? '';
    const { data, ...outside } = JSON.parse(file);
    for (const secret of [invite.key ?? '', 'jane', 'Doe', token, office.site])
      expect(JSON.stringify(outside) + atob(data)).not.toContain(secret);
    // Nor is the token among what the passphrase opens.
    expect(JSON.stringify(await openBackup(file, passphrase))).not.toContain(token);
  });

  test('is derived with 600,000 rounds when the extension makes it', async () => {
    office = await openOffice();
    const { file, name } = await makeBackup(office.env, passphrase);
    expect(JSON.parse(file).iterations).toBe(600_000);
    expect(name).toMatch(/^invite-for-glpi-\d{4}-\d\d-\d\d\.backup\.json$/);
  });

  test('is never the same twice', async () => {
    office = await openOffice();
    const contents = await office.env.ledger.everything();
    const [one, other] = [JSON.parse(await sealed(contents)), JSON.parse(await sealed(contents))];
    expect(one.salt).not.toBe(other.salt);
    expect(one.iv).not.toBe(other.iv);
    expect(one.data).not.toBe(other.data);
  });

  test('refuses a short passphrase', async () => {
    office = await openOffice();
    await expect(makeBackup(office.env, 'too short')).rejects.toMatchObject({
      problem: { code: 'passphraseTooShort', detail: { length: '12' } },
    });
  });
});

describe('opening a file', () => {
  test('with another passphrase fails', async () => {
    const { file } = await backedUp();
    await expect(openBackup(file, 'correct horse batterx')).rejects.toMatchObject({
      problem: { code: 'passphraseWrong' },
    });
  });

  test('that somebody changed fails', async () => {
    const { file } = await backedUp();
    const changed = JSON.parse(file);
    changed.data = `${changed.data[0] === 'A' ? 'B' : 'A'}${changed.data.slice(1)}`;
    await expect(openBackup(JSON.stringify(changed), passphrase)).rejects.toMatchObject({
      problem: { code: 'passphraseWrong' },
    });
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'PK\u0003\u0004'],
    ['another JSON', '{"format":"something"}'],
    [
      'a file that would keep the browser busy for days',
      '{"format":"invite-for-glpi backup","version":1,"madeAt":"","iterations":1e12,"salt":"AAAA","iv":"AAAA","data":"AAAA"}',
    ],
  ])('that is %s fails', async (_, file) => {
    await expect(openBackup(file, passphrase)).rejects.toMatchObject({
      problem: { code: 'backupUnreadable' },
    });
  });

  test('of a newer extension says so', async () => {
    const { office, file } = await backedUp();
    const newer = JSON.stringify({ ...JSON.parse(file), version: 2 });
    await expect(openBackup(newer, passphrase)).rejects.toMatchObject({ problem: { code: 'backupNewer' } });
    const rows = await sealed(await office.env.ledger.everything(), schemaVersion + 1);
    await expect(bringUpToDate(await openBackup(rows, passphrase))).rejects.toMatchObject({
      problem: { code: 'backupNewer' },
    });
  });

  test('of an older extension brings its records up to date', async () => {
    globalThis.indexedDB = new IDBFactory();
    const older = olderLedger(1);
    const file = await sealed({ ...older, damaged: [] } as unknown as LedgerContents, 1);
    const contents = await bringUpToDate(await openBackup(file, passphrase));
    expect(contents.invites).toHaveLength(older.invites.length);
    expect(contents.registrations).toHaveLength(older.registrations.length);
    expect(contents.registrations[0]?.progress.useClaimed).toBe(false);
  });

  test('with rows that are none leaves those out and takes the rest', async () => {
    const { office } = await backedUp();
    const contents = await office.env.ledger.everything();
    const bad = { ...contents, invites: [...contents.invites, { id: 'X' }, 7, null] };
    const read = await bringUpToDate(await openBackup(await sealed(bad as LedgerContents), passphrase));
    expect(read.invites).toHaveLength(1);
  });
});

describe('restoring', () => {
  test('in a fresh browser brings everything back, and the link still works from there', async () => {
    const { office, link, invite, file } = await backedUp();
    const fresh = await openLedger('fresh');
    const env = { ...office.env, ledger: fresh };
    const preview = await previewRestore(env, file, passphrase);
    expect(preview).toMatchObject({
      sites: { added: 1 },
      invites: { added: 1, updated: 0, same: 0, kept: 0 },
      registrations: { added: 1 },
    });
    // A preview writes nothing.
    expect(await fresh.sites()).toEqual([]);
    expect(await restore(env, file, passphrase)).toEqual(preview);
    expect((await fresh.invite(invite.id))?.key).toBe(invite.key);
    await office.register(link, ['Late', 'Comer', 'late@example.org', '']);
    expect(await restore(env, file, passphrase)).toMatchObject({ invites: { added: 0, same: 1 } });
    fresh.close();
  });

  test('over newer records keeps ours', async () => {
    const { office, file, link } = await backedUp();
    await office.register(link, ['John', 'Roe', 'john@example.org', '']);
    await office.round();
    const before = await office.env.ledger.everything();
    const done = await restore(office.env, file, passphrase);
    expect(done).toMatchObject({ invites: { updated: 0 }, registrations: { added: 0, updated: 0 } });
    const after = await office.env.ledger.everything();
    expect(after.registrations).toEqual(before.registrations);
    expect(after.invites).toEqual(before.invites);
    // The journal grew by the one line about the restoring.
    expect(after.journal.slice(0, before.journal.length)).toEqual(before.journal);
    expect(after.journal.slice(before.journal.length).map(({ event }) => event)).toEqual(['backupRestored']);
  });

  test('leaves out an invite that was just being issued: its form must not be taken down under its maker', async () => {
    office = await openOffice();
    const { invite } = await office.issue();
    const contents = await office.env.ledger.everything();
    const opening = {
      ...contents,
      invites: contents.invites.map((one) => ({ ...one, state: 'opening' as const })),
    };
    const fresh = await openLedger('fresh');
    await restore({ ...office.env, ledger: fresh }, await sealed(opening), passphrase);
    expect(await fresh.invite(invite.id)).toBeUndefined();
    fresh.close();
  });
});
