/**
 * The background: wiring only. Listeners are set at once, since a browser that woke us for an event delivers it only
 * to those; each waits for the environment. No state that matters lives here: any line may be the last one.
 */
import browser, { type Runtime } from 'webextension-polyfill';
import type { Environment } from '../desk/environment.ts';
import { agendas, round } from '../desk/watch.ts';
import type { Changed } from '../messages/ask.ts';
import { showBadge } from './badge.ts';
import { syncContentScripts } from './content-scripts.ts';
import { dispatch } from './dispatcher.ts';
import { browserEnvironment } from './environment.ts';
import { connectIntended } from './handlers.ts';
import { noteUpdate } from './news.ts';
import { listenToPresses, tellNotices } from './notices.ts';
import { arrangeAlarms, onAlarm } from './rounds.ts';
import { tabsOf } from './site-tabs.ts';

const environment = browserEnvironment(tellChanged);
// Whoever asks for it gets the problem; nobody asking must not be an unhandled rejection.
environment.catch(() => {});

browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) =>
  dispatch(environment, message, sender),
);

browser.alarms.onAlarm.addListener(({ name }) =>
  inBackground(async (env) => {
    await onAlarm(env, name);
    // Some of it comes with time alone: an invite that ends, a site that stays silent.
    await tellNotices(env);
  }),
);

listenToPresses();

browser.permissions.onAdded.addListener(() => {
  listenToPresses();
  inBackground(async (env) => {
    await connectIntended(env);
    await syncContentScripts(env);
    tellChanged();
  });
});

browser.permissions.onRemoved.addListener(() =>
  inBackground(async (env) => {
    await syncContentScripts(env);
    tellChanged();
  }),
);

// The organisation's policy may change at any time; what surfaces offer follows it.
browser.storage.onChanged.addListener((_, area) => {
  if (area === 'managed') tellChanged();
});

browser.runtime.onInstalled.addListener(({ reason, previousVersion }) => {
  if (reason === 'update') inBackground(() => noteUpdate(previousVersion));
  if (reason === 'install')
    void browser.tabs.create({ url: browser.runtime.getURL('src/pages/welcome/index.html') });
});

// Asks the browser to wake us at its start; what there is to do follows below, as at every start of ours.
browser.runtime.onStartup.addListener(() => {});

inBackground(async (env) => {
  await syncContentScripts(env);
  await arrangeAlarms(env);
  await showBadge(env);
  // The first life of the background since the browser started: take up what was left, without waiting for an alarm.
  if (await env.memory.get('started')) return;
  await env.memory.set('started', true);
  for (const [site, agenda] of await agendas(env)) if (agenda.rounds) await round(env, site);
  await tellNotices(env);
});

/** Work that nobody waits for. A failure is ours to look at; what failed is in the ledger, and the next round goes on. */
function inBackground(work: (env: Environment) => Promise<unknown>): void {
  void environment.then(work).catch((thrown) => {
    console.error('Invite for GLPI:', thrown instanceof Error ? thrown.name : 'unexpected');
  });
}

/** `andAgain`: something changed that the telling under way may have missed. */
let telling: 'no' | 'now' | 'andAgain' = 'no';
/** Between two tellings, in milliseconds: a bulk changes something five times a second, and each telling reads all that is open. */
const rest = 300;

/**
 * Records changed: surfaces ask again, alarms and badge follow. Told once for all changes of one go, and for all that
 * come while it is being told, and for a moment after it: whoever asks at each change must not be asked to faster than
 * they are answered.
 */
function tellChanged(): void {
  if (telling !== 'no') {
    telling = 'andAgain';
    return;
  }
  telling = 'now';
  queueMicrotask(beginTelling);
}

function beginTelling(): void {
  // Whatever changed before it begins is told by it.
  telling = 'now';
  inBackground((env) => tell(env).finally(toldChanged));
}

function toldChanged(): void {
  if (telling === 'andAgain') setTimeout(beginTelling, rest);
  else telling = 'no';
}

async function tell(env: Environment): Promise<void> {
  const message: Changed = { name: 'changed' };
  // Nobody listening is no failure.
  await browser.runtime.sendMessage(message).catch(() => {});
  for (const { id } of await env.ledger.sites()) {
    for (const tabId of await tabsOf(id)) await browser.tabs.sendMessage(tabId, message).catch(() => {});
  }
  await arrangeAlarms(env);
  await showBadge(env);
  await tellNotices(env);
}
