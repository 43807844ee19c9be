import { friendlyName } from '../accounts.ts';
import { type Answer, redirect } from '../exchange.ts';
import { activeProfile } from '../rights.ts';
import { page } from './layout.ts';
import { home } from './login.ts';
import { markup } from './markup.ts';
import type { Visit } from './visit.ts';

/** The first page after a login: the desk of those who work in GLPI, the portal of those who ask for help. */

export function centralPage(visit: Visit): Answer {
  if (activeProfile(visit.core, visit.session)?.interface === 'helpdesk') return redirect(home(visit));
  const { tickets, users } = visit.core.state;
  const box = (label: string, count: number) =>
    markup`<div class="card dashboard-card"><div class="card-body"><div class="h1">${count}</div><div class="text-muted">${label}</div></div></div>`;
  return page(visit, {
    title: visit.say('Home'),
    body: markup`<div class="dashboard d-flex">${box('Tickets', tickets.length)}${box(visit.say('Users'), users.length)}</div>`,
  });
}

export function helpdeskPage(visit: Visit): Answer {
  return page(visit, {
    title: visit.say('Home'),
    body: markup`<div class="helpdesk-home"><h1>How can we help you, ${friendlyName(visit.person)}?</h1></div>`,
  });
}
