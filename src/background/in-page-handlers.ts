import browser from 'webextension-polyfill';
import barScript from '../content/bar/main.tsx?script&iife';
import { viewCameIn } from '../desk/came-in.ts';
import { approve, refuse } from '../desk/decide.ts';
import type { Environment } from '../desk/environment.ts';
import { viewRegistration } from '../desk/views.ts';
import { fail } from '../invite/problem.ts';
import { type Registration, registrationId } from '../invite/registration.ts';
import type { InPageRequestName } from '../messages/in-page-requests.ts';
import type { PageSubject } from '../messages/in-page-views.ts';
import { openDashboard, placeInDashboard } from './dashboard-tab.ts';
import type { Asker, Handlers } from './handlers.ts';

/**
 * What GLPI's page of one ticket or one user asks, answered. Whom it is about is never in the message: it is what the
 * asker's own address shows.
 */
export const inPageHandlers: Pick<Handlers, InPageRequestName> = {
  'bar.place': async (env, _, asker) => {
    if (asker.tabId === null) fail('notAllowedHere');
    if ((await subjectOf(env, asker)) === null) return { placed: false };
    await browser.scripting.executeScript({ target: { tabId: asker.tabId }, files: [barScript] });
    return { placed: true };
  },
  'bar.view': async (env, _, asker) => await subjectOf(env, asker),
  'bar.approve': async (env, _, asker) => {
    await approve(env, (await registrationShown(env, asker)).id);
    return await subjectOf(env, asker);
  },
  'bar.refuse': async (env, { reason }, asker) => {
    await refuse(env, (await registrationShown(env, asker)).id, reason);
    return await subjectOf(env, asker);
  },
  'bar.openDashboard': async (env, _, asker) => {
    const subject = await subjectOf(env, asker);
    if (subject === null) fail('registrationUnknown');
    await openDashboard(
      subject.kind === 'ticket'
        ? placeInDashboard('registrations', {
            site: subject.registration.site,
            open: subject.registration.id,
          })
        : placeInDashboard('invites', { open: subject.cameIn.inviteId }),
    );
    return null;
  },
};

async function subjectOf(env: Environment, { site, shows }: Asker): Promise<PageSubject | null> {
  if (site === null || shows === null) return null;
  if (shows.kind === 'ticket') {
    const registration = await env.ledger.registration(registrationId(site, shows.id));
    return registration === undefined
      ? null
      : { kind: 'ticket', registration: await viewRegistration(env, registration) };
  }
  const cameIn = await viewCameIn(env, site, shows.id);
  return cameIn === null ? null : { kind: 'user', cameIn };
}

async function registrationShown(env: Environment, { site, shows }: Asker): Promise<Registration> {
  if (site === null || shows?.kind !== 'ticket') fail('notAllowedHere');
  return (await env.ledger.registration(registrationId(site, shows.id))) ?? fail('registrationUnknown');
}
