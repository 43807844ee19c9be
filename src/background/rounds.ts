import browser from 'webextension-polyfill';
import { viewSite } from '../desk/connect.ts';
import type { Environment } from '../desk/environment.ts';
import { agendas, round } from '../desk/watch.ts';
import { minute, second } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';

const roundsAlarm = 'rounds';
const wakeAlarm = 'wake';

/**
 * Sets the alarms that the ledger calls for: a round every 30 s while anything is open or unfinished, one waking for
 * the next thing that is due, and none at all when there is nothing to do. Alarms may vanish on a restart, so this runs
 * at every start and every change.
 */
export async function arrangeAlarms(env: Environment): Promise<void> {
  const todo = [...(await agendas(env)).values()];
  const ticking = await browser.alarms.get(roundsAlarm);
  const rounds = todo.some((agenda) => agenda.rounds);
  if (rounds && !ticking) browser.alarms.create(roundsAlarm, { periodInMinutes: 0.5 });
  if (!rounds && ticking) await browser.alarms.clear(roundsAlarm);
  const moments = todo.flatMap((agenda) => (agenda.wakeAt === null ? [] : [agenda.wakeAt]));
  if (moments.length === 0) await browser.alarms.clear(wakeAlarm);
  // Never sooner than browsers allow: what is overdue and failed would spin.
  else browser.alarms.create(wakeAlarm, { when: Math.max(Math.min(...moments), env.now() + minute) });
}

/** What an alarm stands for. Sites do not wait for each other. */
export async function onAlarm(env: Environment, name: string): Promise<void> {
  if (name !== roundsAlarm && name !== wakeAlarm) return;
  const sites = [...(await agendas(env)).keys()];
  await Promise.allSettled(sites.map((site) => round(env, site)));
  await arrangeAlarms(env);
}

const lastRound = new Map<SiteId, number>();
const looking = new Set<SiteId>();

/** A round because somebody looks: at most one in four seconds a site and one at a time, however many tabs ask. */
async function roundForWhoLooks(env: Environment, site: SiteId): Promise<void> {
  if (looking.has(site) || env.now() - (lastRound.get(site) ?? 0) <= 4 * second) return;
  lastRound.set(site, env.now());
  looking.add(site);
  try {
    await round(env, site);
  } finally {
    looking.delete(site);
  }
}

/** A round because a GLPI page is being looked at. */
export async function roundForVisiblePage(
  env: Environment,
  site: SiteId,
): Promise<{ watching: boolean; needsYou: number }> {
  const watching = (await agendas(env)).get(site)?.rounds ?? false;
  if (watching) await roundForWhoLooks(env, site);
  return { watching, needsYou: (await viewSite(env, site)).needsYou };
}

/** Rounds at all sites because a page of ours is being looked at. */
export async function roundsForOurPage(env: Environment): Promise<void> {
  const watched = [...(await agendas(env))].filter(([, { rounds }]) => rounds);
  await Promise.all(watched.map(([site]) => roundForWhoLooks(env, site)));
}
