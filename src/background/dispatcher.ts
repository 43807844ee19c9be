import * as v from 'valibot';
import browser, { type Runtime } from 'webextension-polyfill';
import type { Environment } from '../desk/environment.ts';
import { type ItemShown, isWithin, itemShown } from '../glpi/site-address.ts';
import type { SiteId } from '../invite/invite.ts';
import { fail, problemOf } from '../invite/problem.ts';
import type { Outcome } from '../messages/ask.ts';
import { type RequestName, requests } from '../messages/requests.ts';
import { type Asker, handlers } from './handlers.ts';

const envelope = v.object({ name: v.picklist(Object.keys(requests) as RequestName[]), request: v.unknown() });

/**
 * Answers one message: two levels of trust, told apart by what the browser itself says of the sender. A content script
 * may send what is marked `fromPage`, for the site that its page lies in and, where it is about one ticket or user, for
 * the one that its page shows; our own pages may send everything. Every request is checked against its schema. Never
 * rejects: browsers strip errors to a string on the way.
 */
export async function dispatch(
  environment: Promise<Environment>,
  message: unknown,
  sender: Runtime.MessageSender,
): Promise<Outcome<unknown>> {
  try {
    const parsed = v.safeParse(envelope, message);
    if (!parsed.success) fail('requestNotValid');
    const { name, request } = parsed.output;
    const env = await environment;
    const asker = await whoAsks(env, sender);
    if (asker.site !== null && !requests[name].fromPage) fail('notAllowedHere');
    const checked = v.safeParse(requests[name].request, request);
    if (!checked.success) fail('requestNotValid');
    // The map of handlers is typed by name; what arrives is one name of it, with that name's request.
    const handle = handlers[name] as (env: Environment, request: unknown, asker: Asker) => Promise<unknown>;
    return { ok: true, value: await handle(env, checked.output, asker) };
  } catch (thrown) {
    const problem = problemOf(thrown);
    // Our own mistake: name and place, never the message, which may quote what was sent.
    if (problem.code === 'unexpected')
      console.error('Invite for GLPI: unexpected', thrown instanceof Error ? thrown.name : '');
    return { ok: false, problem };
  }
}

const ourOrigin = new URL(browser.runtime.getURL('')).origin;

/** `origin` is set by the browser and cannot be forged by a page; the address tells which site of that origin it is. */
async function whoAsks(
  env: Environment,
  sender: Runtime.MessageSender & { origin?: string },
): Promise<Asker> {
  if (sender.id !== browser.runtime.id) fail('notAllowedHere');
  const address = sender.url ?? '';
  const origin = sender.origin ?? (address ? new URL(address).origin : '');
  const tabId = sender.tab?.id ?? null;
  // A page of ours inside a frame of somebody else's page would be theirs to click on; the manifest allows none.
  if (origin === ourOrigin && (sender.frameId ?? 0) === 0) return { site: null, tabId, shows: null };
  if (tabId === null || sender.frameId !== 0) fail('notAllowedHere');
  const sites = await env.ledger.sites();
  const [site] = sites
    .filter(({ id }) => isWithin(id, address) && new URL(id).origin === origin)
    .toSorted((one, other) => other.id.length - one.id.length);
  if (!site) fail('siteUnknown', { address: origin });
  return { site: site.id, tabId, shows: whatIsShown(site.id, sender) };
}

/**
 * What the page shows, by its own address and by the address of its tab: what the page's process says of itself has to
 * be what the browser says of the tab. A page that was left meanwhile shows nothing any more.
 */
function whatIsShown(site: SiteId, { url, tab }: Runtime.MessageSender): ItemShown | null {
  const shown = itemShown(site, url ?? '');
  if (shown === null || tab?.url === undefined) return shown;
  const inTab = itemShown(site, tab.url);
  return inTab?.kind === shown.kind && inTab.id === shown.id ? shown : null;
}
