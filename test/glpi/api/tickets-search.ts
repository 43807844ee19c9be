import type { Core } from '../core.ts';
import { may, READ } from '../rights.ts';
import type { ItemTicket, Ticket, User } from '../state.ts';
import { type Search, search } from './search.ts';
import { CLOSED, SOLVED, seesTicket } from './tickets.ts';

const READ_ALL = 1024;

export function ticketSearch(core: Core): Search {
  const { state } = core;
  const links = (ticket: Ticket): ItemTicket[] =>
    state.itemTickets.filter((link) => link.tickets_id === ticket.id);
  const one = <Value>(all: Value[]): Value | Value[] | null =>
    all.length === 0 ? null : all.length === 1 ? (all[0] ?? null) : all;
  // Measured on 11.0.6: the login, since this column is not grouped; grouped ones give the id.
  const nameOf = (user: User | undefined) => (user === undefined ? null : user.name);
  const open = (ticket: Ticket) => ticket.status !== SOLVED && ticket.status !== CLOSED;
  return search<Ticket>(core, {
    itemtype: 'Ticket',
    canView: (session) => may(core, session, 'ticket', READ) || may(core, session, 'ticket', READ_ALL),
    rows: (session, trash) =>
      state.tickets.filter((row) => (row.is_deleted === 1) === trash && seesTicket(core, session, row)),
    always: (session) => [2, 1, ...(session.activeEntities.length > 1 ? [80] : [])],
    usual: [12, 19, 15, 3, 4, 5, 7, 18],
    options: {
      1: { value: (row) => row.name },
      2: { value: (row) => row.id, numeric: true },
      3: { value: (row) => row.priority, numeric: true },
      4: {
        value: (row) =>
          one(
            state.ticketUsers
              .filter((link) => link.tickets_id === row.id && link.type === 1 && link.users_id > 0)
              .map((link) => link.users_id),
          ),
      },
      5: { value: () => null },
      7: { value: () => null },
      10: { value: (row) => row.urgency, numeric: true },
      11: { value: (row) => row.impact, numeric: true },
      12: {
        value: (row) => row.status,
        numeric: true,
        words: {
          all: () => true,
          notold: open,
          old: (row) => !open(row),
          notclosed: (row) => row.status !== CLOSED,
          process: (row) => row.status === 2 || row.status === 3,
        },
      },
      // The linked items' ids: shown, but refused as a criterion.
      13: { value: (row) => one(links(row).map((link) => String(link.items_id))), noSearch: true },
      14: { value: (row) => row.type, numeric: true },
      15: { value: (row) => row.date },
      16: { value: (row) => row.closedate },
      17: { value: (row) => row.solvedate },
      18: { value: () => null },
      19: { value: (row) => row.date_mod },
      21: { value: (row) => row.content },
      22: { value: (row) => nameOf(state.users.get(row.users_id_recipient)) },
      80: {
        value: (row) => state.entities.get(row.entities_id)?.completename ?? null,
        key: (row) => [row.entities_id],
      },
      120: {
        value: (row) =>
          one(state.answersSets.filter((set) => set.tickets_id === row.id).map((set) => set.name)),
      },
      131: {
        value: (row) => one(links(row).map((link) => `${link.itemtype}$#$${link.id}`)),
        key: (row) => links(row).map((link) => link.itemtype),
      },
    },
  });
}
