import { type Core, storedText } from '../core.ts';
import { CREATE, inActiveEntities, may, READ, UPDATE } from '../rights.ts';
import type { Session } from '../sessions.ts';
import type { Followup, ItemTicket, Solution, Ticket, TicketUser } from '../state.ts';
import { CHANGED, flag, type ItemType, itemType, number, pick, text } from './itemtype.ts';

const READ_ALL = 1024;
export const SOLVED = 5;
export const CLOSED = 6;

const TICKET_COLUMNS = (
  'id entities_id name date closedate solvedate takeintoaccountdate date_mod users_id_lastupdater status ' +
  'users_id_recipient requesttypes_id content urgency impact priority itilcategories_id type global_validation ' +
  'time_to_resolve time_to_own begin_waiting_date waiting_duration close_delay_stat solve_delay_stat actiontime ' +
  'is_deleted locations_id date_creation externalid'
).split(' ');

/** Only their own people without the right to see all. */
export function seesTicket(core: Core, session: Session, ticket: Ticket): boolean {
  if (!inActiveEntities(session, ticket.entities_id)) return false;
  if (may(core, session, 'ticket', READ_ALL)) return true;
  const own =
    ticket.users_id_recipient === session.usersId ||
    core.state.ticketUsers.some((row) => row.tickets_id === ticket.id && row.users_id === session.usersId);
  return may(core, session, 'ticket', READ) && own;
}

export function blankTicket(core: Core, name: string, content: string, entity: number): Omit<Ticket, 'id'> {
  const now = core.now;
  return {
    entities_id: entity,
    name,
    date: now,
    closedate: null,
    solvedate: null,
    date_mod: now,
    date_creation: now,
    status: 1,
    users_id_recipient: 0,
    users_id_lastupdater: 0,
    requesttypes_id: 1,
    content,
    urgency: 3,
    impact: 3,
    priority: 3,
    itilcategories_id: 0,
    type: 1,
    locations_id: 0,
    is_deleted: 0,
    externalid: null,
  };
}

export function setStatus(core: Core, ticket: Ticket, status: number): void {
  if (status === SOLVED || status === CLOSED) ticket.solvedate ??= core.now;
  else ticket.solvedate = null;
  ticket.closedate = status === CLOSED ? (ticket.closedate ?? core.now) : null;
  ticket.status = status;
}

export function ticketTypes(core: Core): ItemType[] {
  const { state } = core;
  const maySolve = (session: Session, id: number) => {
    const ticket = state.tickets.get(id);
    return (
      ticket !== undefined &&
      ticket.status !== CLOSED &&
      may(core, session, 'ticket', UPDATE) &&
      seesTicket(core, session, ticket)
    );
  };
  const mayRead = (session: Session, id: number) => {
    const ticket = state.tickets.get(id);
    return ticket !== undefined && seesTicket(core, session, ticket);
  };

  const ticket = itemType<Ticket>(core, {
    name: 'Ticket',
    table: state.tickets,
    right: null,
    columns: TICKET_COLUMNS,
    hasTrash: true,
    inTrash: (row) => row.is_deleted === 1,
    parents: { Entity: (row, id) => row.entities_id === id },
    canView: (session) => may(core, session, 'ticket', READ) || may(core, session, 'ticket', READ_ALL),
    listed: (session, row) => seesTicket(core, session, row),
    present: (_session, row) =>
      pick(
        {
          ...row,
          global_validation: 1,
          waiting_duration: 0,
          close_delay_stat: 0,
          solve_delay_stat: 0,
          actiontime: 0,
        },
        TICKET_COLUMNS,
      ),
    canCreate: (session) => may(core, session, 'ticket', CREATE),
    canUpdate: (session, row) => may(core, session, 'ticket', UPDATE) && seesTicket(core, session, row),
    canDelete: (session, row, purge) =>
      may(core, session, 'ticket', purge ? 16 : 8) && seesTicket(core, session, row),
    add: (session, input) => {
      const made = state.tickets.add({
        ...blankTicket(
          core,
          storedText(core, text(input.name)),
          storedText(core, text(input.content)),
          number(input.entities_id),
        ),
        users_id_recipient: session.usersId ?? 0,
        users_id_lastupdater: session.usersId ?? 0,
        type: input.type === undefined ? 1 : number(input.type),
      });
      if (input.status !== undefined) setStatus(core, made, number(input.status));
      state.ticketUsers.add({
        tickets_id: made.id,
        users_id: session.usersId ?? 0,
        type: 1,
        use_notification: 1,
        alternative_email: '',
      });
      const label = core.major === 11 ? made.name : `${made.name} (${made.id})`;
      return { id: made.id, message: core.message(session, 'Item successfully added: %s', label) };
    },
    update: (session, row, input) => {
      if (input.status !== undefined) setStatus(core, row, number(input.status));
      if (input.name !== undefined) row.name = storedText(core, text(input.name));
      if (input.content !== undefined) row.content = storedText(core, text(input.content));
      if (input.entities_id !== undefined) row.entities_id = number(input.entities_id);
      if (input.itilcategories_id !== undefined) row.itilcategories_id = number(input.itilcategories_id);
      row.date_mod = core.now;
      row.users_id_lastupdater = session.usersId ?? 0;
      return CHANGED;
    },
    remove: (_session, row, purge) => {
      if (!purge) {
        row.is_deleted = 1;
        return CHANGED;
      }
      state.tickets.remove(row.id);
      state.itemTickets.removeWhere((link) => link.tickets_id === row.id);
      state.ticketUsers.removeWhere((link) => link.tickets_id === row.id);
      state.solutions.removeWhere((one) => one.itemtype === 'Ticket' && one.items_id === row.id);
      state.followups.removeWhere((one) => one.itemtype === 'Ticket' && one.items_id === row.id);
      return CHANGED;
    },
  });

  const itemTicket = itemType<ItemTicket>(core, {
    name: 'Item_Ticket',
    table: state.itemTickets,
    right: null,
    columns: ['id', 'itemtype', 'items_id', 'tickets_id'],
    parents: {
      Ticket: (row, id) => row.tickets_id === id,
      'Glpi\\Form\\Form': (row, id) => row.itemtype === 'Glpi\\Form\\Form' && row.items_id === id,
    },
    canDelete: (session, row) => maySolve(session, row.tickets_id),
  });

  const ticketUser = itemType<TicketUser>(core, {
    name: 'Ticket_User',
    table: state.ticketUsers,
    right: null,
    columns: ['id', 'tickets_id', 'users_id', 'type', 'use_notification', 'alternative_email'],
    parents: {
      Ticket: (row, id) => row.tickets_id === id,
      User: (row, id) => row.users_id === id,
    },
    canRead: (session, row) => mayRead(session, row.tickets_id),
    canCreate: (session, input) => maySolve(session, number(input.tickets_id)),
    canDelete: (session, row) => maySolve(session, row.tickets_id),
    add: (session, input) => {
      const made = state.ticketUsers.add({
        tickets_id: number(input.tickets_id),
        users_id: number(input.users_id),
        type: input.type === undefined ? 1 : number(input.type),
        use_notification: input.use_notification === undefined ? 1 : flag(input.use_notification),
        alternative_email: text(input.alternative_email),
      });
      return {
        id: made.id,
        message: core.message(session, 'Item successfully added: %s', `General - ID ${made.id}`),
      };
    },
  });

  const solution = itemType<Solution>(core, {
    name: 'ITILSolution',
    table: state.solutions,
    right: null,
    columns:
      'id itemtype items_id solutiontypes_id content date_creation date_mod users_id users_id_editor status'.split(
        ' ',
      ),
    parents: { Ticket: (row, id) => row.itemtype === 'Ticket' && row.items_id === id },
    canRead: (session, row) => mayRead(session, row.items_id),
    // A closed ticket takes no solution any more.
    canCreate: (session, input) => input.itemtype === 'Ticket' && maySolve(session, number(input.items_id)),
    add: (session, input) => {
      const target = state.tickets.get(number(input.items_id));
      if (target?.status === SOLVED) {
        return {
          id: false,
          message: core.say(session, 'The item is already solved, did anyone pushed a solution before you?'),
        };
      }
      const made = state.solutions.add({
        itemtype: 'Ticket',
        items_id: number(input.items_id),
        solutiontypes_id: number(input.solutiontypes_id),
        content: storedText(core, text(input.content)),
        date_creation: core.now,
        date_mod: core.now,
        users_id: session.usersId ?? 0,
        status: 2,
      });
      if (target !== undefined) {
        setStatus(core, target, SOLVED);
        target.date_mod = core.now;
        target.users_id_lastupdater = session.usersId ?? 0;
      }
      return { id: made.id, message: core.message(session, 'Item successfully added: %s', String(made.id)) };
    },
  });

  const followup = itemType<Followup>(core, {
    name: 'ITILFollowup',
    table: state.followups,
    right: null,
    columns:
      'id itemtype items_id date users_id users_id_editor content is_private requesttypes_id date_mod date_creation'.split(
        ' ',
      ),
    parents: { Ticket: (row, id) => row.itemtype === 'Ticket' && row.items_id === id },
    canRead: (session, row) => mayRead(session, row.items_id),
    canCreate: (session, input) => {
      const target = state.tickets.get(number(input.items_id));
      return (
        input.itemtype === 'Ticket' &&
        target !== undefined &&
        may(core, session, 'followup', CREATE) &&
        seesTicket(core, session, target)
      );
    },
    add: (session, input) => {
      const made = state.followups.add({
        itemtype: 'Ticket',
        items_id: number(input.items_id),
        date: core.now,
        users_id: session.usersId ?? 0,
        content: storedText(core, text(input.content)),
        is_private: flag(input.is_private),
        requesttypes_id: number(input.requesttypes_id),
        date_creation: core.now,
        date_mod: core.now,
      });
      return { id: made.id, message: '' };
    },
  });

  return [ticket, itemTicket, ticketUser, solution, followup];
}
