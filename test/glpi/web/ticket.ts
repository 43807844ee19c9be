import { seesTicket } from '../api/tickets.ts';
import { type Answer, field } from '../exchange.ts';
import { errorPage, page } from './layout.ts';
import { type Markup, markup } from './markup.ts';
import type { Visit } from './visit.ts';

/** A ticket: its content, shown as plain text, and what happened to it. */

const STATUS = ['', 'New', 'Processing (assigned)', 'Processing (planned)', 'Pending', 'Solved', 'Closed'];
const CRUMBS = [
  { label: 'Assistance', href: '/front/ticket.php', icon: 'ti ti-headset' },
  { label: 'Tickets', href: '/front/ticket.php', icon: 'ti ti-alert-circle' },
];

export function ticketPage(visit: Visit): Answer {
  const { core, session, call } = visit;
  const id = Number(field(call.query, 'id'));
  const ticket = core.state.tickets.get(id);
  if (ticket === undefined) {
    const message = visit.say('Item not found');
    return core.major === 11 ? visit.refusal(404, message) : errorPage(visit, 200, message, message);
  }
  if (!seesTicket(core, session, ticket)) return visit.accessDenied();
  const events = [
    ...core.state.followups.filter((row) => row.items_id === id).map((row) => ({ ...row, kind: 'followup' })),
    ...core.state.solutions.filter((row) => row.items_id === id).map((row) => ({ ...row, kind: 'solution' })),
  ];
  const who = (usersId: number) => core.state.users.get(usersId)?.name ?? '';
  const eleven = core.major === 11;
  return page(visit, {
    title: eleven ? `Ticket - ${ticket.name} - ID ${id}` : `Ticket (#${id}) - ${ticket.name}`,
    crumbs: CRUMBS,
    links: eleven ? [] : [{ label: visit.say('Search'), href: '/front/ticket.php', icon: 'ti ti-search' }],
    body: markup`<div class="card" id="itil-object-container" data-itemtype="Ticket" data-items-id="${id}">
  <div class="card-header main-header" id="header_${id}"><h3 class="card-title"><span class="status">${STATUS[ticket.status]}</span> ${ticket.name} (${id})<span class="toolbar"></span></h3></div>
  <div class="card-body itil-timeline">
    ${timelineItem('ITILContent', '', ticket.date, ticket.content)}
    ${events.map((event) => timelineItem(event.kind === 'solution' ? 'ITILSolution' : 'ITILFollowup', who(event.users_id), event.date_creation, event.content))}
  </div></div>`,
  });
}

function timelineItem(kind: string, who: string, when: string, content: string): Markup {
  return markup`<div class="timeline-item ${kind}"><div class="small text-muted">${who} ${when}</div><div class="rich_text_container">${content}</div></div>`;
}

export function ticketsPage(visit: Visit): Answer {
  const { core, session } = visit;
  const rows = core.state.tickets.filter((row) => row.is_deleted === 0 && seesTicket(core, session, row));
  return page(visit, {
    title: 'Tickets',
    crumbs: CRUMBS,
    body: markup`<div class="card search-card"><table class="search-results table card-table"><thead><tr><th>ID</th><th>Title</th><th>Status</th><th>Opening date</th></tr></thead><tbody>${rows.map(
      (row) =>
        markup`<tr><td>${row.id}</td><td><a href="${visit.path(`/front/ticket.form.php?id=${row.id}`)}">${row.name}</a></td><td>${STATUS[row.status]}</td><td>${row.date}</td></tr>`,
    )}</tbody></table></div>`,
  });
}
