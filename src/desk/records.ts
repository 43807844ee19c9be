import { largestBackup, largestBackupInMegabytes } from '../invite/backup-rules.ts';
import type { SiteId } from '../invite/invite.ts';
import { fail } from '../invite/problem.ts';
import { openBackup, sealBackup } from '../ledger/backup.ts';
import { bringUpToDate } from '../ledger/bring-up-to-date.ts';
import { type Merge, mergeLedgers } from '../ledger/merge.ts';
import { schemaVersion } from '../ledger/schema.ts';
import type { BackupFile, RecordsView, RestorePreview } from '../messages/views.ts';
import type { Environment } from './environment.ts';
import { entry } from './journal.ts';
import { siteWork } from './site-work.ts';

/** What stands in the ledger, in numbers, and what had to be set aside. */
export async function viewRecords(env: Environment): Promise<RecordsView> {
  const { sites, invites, registrations, journal, damaged } = await env.ledger.everything();
  return {
    schemaVersion,
    sites: sites.length,
    invites: invites.length,
    registrations: registrations.length,
    journal: journal.length,
    damaged: damaged.map(({ store, at, faults }) => ({ store, at, faults })),
  };
}

/** Everything as one encrypted file. Fails with `passphraseTooShort`, and with `backupTooLarge` before anything is said to be done. */
export async function makeBackup(env: Environment, passphrase: string): Promise<BackupFile> {
  const contents = await env.ledger.everything();
  const file = await sealBackup(contents, schemaVersion, passphrase, env.random, env.now());
  // No browser would hand it on, and nobody could bring it back.
  if (file.length > largestBackup) fail('backupTooLarge', { limit: largestBackupInMegabytes });
  await tellAllSites(env, 'backupMade', {});
  const date = new Date(env.now()).toISOString().slice(0, 10);
  return { name: `invite-for-glpi-${date}.backup.json`, file };
}

/** What restoring the file would change; nothing is written. Fails like `openBackup`. */
export async function previewRestore(
  env: Environment,
  file: string,
  passphrase: string,
): Promise<RestorePreview> {
  const { merge, madeAt } = await planRestore(env, file, passphrase);
  return { madeAt, ...merge.counts };
}

/** Brings what the file knows into the ledger; nothing of ours is lost. Gives back what was changed. */
export async function restore(env: Environment, file: string, passphrase: string): Promise<RestorePreview> {
  const { merge: planned } = await planRestore(env, file, passphrase);
  const sites = new Set<SiteId>([...planned.sites, ...(await env.ledger.sites())].map(({ id }) => id));
  // Nobody admits while records change under them.
  const done = await withAllSites(env, [...sites], async () => {
    const { merge, madeAt } = await planRestore(env, file, passphrase);
    await env.ledger.write(async (ledger) => {
      for (const site of merge.sites) await ledger.putSite(site);
      for (const invite of merge.invites) await ledger.putInvite(invite);
      for (const registration of merge.registrations) await ledger.putRegistration(registration);
      for (const line of merge.journal) await ledger.journal(line);
      for (const template of merge.templates) await ledger.putTemplate(template);
    });
    return { madeAt, ...merge.counts };
  });
  await tellAllSites(env, 'backupRestored', {
    invites: String(done.invites.added + done.invites.updated),
    registrations: String(done.registrations.added + done.registrations.updated),
  });
  env.changed();
  return done;
}

async function planRestore(
  env: Environment,
  file: string,
  passphrase: string,
): Promise<{ readonly merge: Merge; readonly madeAt: number }> {
  const backup = await openBackup(file, passphrase);
  const theirs = await bringUpToDate(backup);
  return { merge: mergeLedgers(await env.ledger.everything(), theirs), madeAt: backup.madeAt };
}

/** Runs work while no site is worked on. Always in the same order, so that two of these cannot wait for each other. */
async function withAllSites<Result>(
  env: Environment,
  sites: readonly SiteId[],
  work: () => Promise<Result>,
): Promise<Result> {
  const [first, ...rest] = sites.toSorted();
  if (first === undefined) return await work();
  return await siteWork(env, first, () => withAllSites(env, rest, work));
}

async function tellAllSites(
  env: Environment,
  event: 'backupMade' | 'backupRestored',
  detail: Record<string, string>,
): Promise<void> {
  const sites = await env.ledger.sites();
  await env.ledger.write(async (ledger) => {
    for (const { id, adminName } of sites)
      await ledger.journal(entry(env, id, event, { actor: adminName, detail }));
  });
}
