import * as v from 'valibot';
import type { Instant } from '../invite/instant.ts';
import { ProblemError } from '../invite/problem.ts';
import { addArray } from './arrays.ts';
import { criteria } from './criteria.ts';
import { escapeHtml } from './html.ts';
import { type Call, parseReply } from './session.ts';
import { flag, id, text } from './shapes.ts';

/** A ticket that a native form made. Content is hostile. */
export interface FormTicket {
  readonly ticketId: number;
  /** All forms that the ticket is linked to; more than one when somebody added a link by hand. */
  readonly formIds: readonly number[];
  /** In GLPI's wall clock, see clock.ts. */
  readonly openedAt: string;
  /** Null where it is longer than we read. */
  readonly content: string | null;
  /** Solved or closed already, by whomever. */
  readonly settled: boolean;
  /** Login of the signed-in GLPI user who sent the form or made the ticket; null for a stranger. */
  readonly writer: string | null;
}

const many = v.pipe(
  v.union([
    v.array(id),
    v.pipe(
      id,
      v.transform((one) => [one]),
    ),
    v.pipe(
      v.null(),
      v.transform(() => []),
    ),
  ]),
  v.array(v.number()),
);

// Search options of Ticket (recording 25, and listSearchOptions of 11.0.6): 2 id, 12 status, 13 linked item, 15 opening
// date, 21 content, 22 writer, 131 type of the linked item.
const row = v.object({
  '2': id,
  '12': id,
  '13': many,
  '15': v.string(),
  '21': text,
  '22': v.optional(v.nullable(v.union([v.string(), v.number()]))),
});
const found = v.object({ totalcount: id, data: v.optional(v.array(row), []) });
const pageSize = 100;

/** What a search for tickets has found. */
export interface FoundTickets {
  readonly tickets: readonly FormTicket[];
  /** Some ticket is so long that contents were read one by one; the next search had better do so at once. */
  readonly heavy: boolean;
  /** When GLPI answered, by its server's clock; null where a proxy dropped the Date header. */
  readonly serverTime: Instant | null;
}

/**
 * Every ticket newer than `afterId` that any native form made: one request finds the registrations of all invites,
 * in order of id (live.md 7; 31 ms at 300,000 tickets). More than a hundred take one request a hundred.
 *
 * `heavy`: contents are read one by one, and only of tickets that are `wanted`. It happens by itself where a page of
 * them is longer than we read, since whoever may register may send megabytes.
 */
export async function ticketsFromForms(
  call: Call,
  afterId: number,
  wanted: (ticketId: number) => Promise<boolean>,
  heavy = false,
): Promise<FoundTickets> {
  const tickets: FormTicket[] = [];
  let isHeavy = heavy;
  for (let from = 0; ; ) {
    const page = await ticketPage(call, afterId, from, pageSize, !isHeavy).catch((thrown) => {
      if (!isHeavy && tooMuch(thrown)) return null;
      throw thrown;
    });
    if (page === null) {
      isHeavy = true;
      continue;
    }
    for (const ticket of page.tickets) {
      if (!isHeavy) tickets.push(ticket);
      else if (await wanted(ticket.ticketId)) {
        tickets.push({ ...ticket, content: await contentOf(call, ticket.ticketId) });
      } else tickets.push(ticket);
    }
    from += pageSize;
    if (page.tickets.length < pageSize || from >= page.total)
      return { tickets, heavy: isHeavy, serverTime: page.serverTime };
  }
}

const withContent = v.object({ content: text });

/**
 * The content of one ticket; null where it is longer than we read, or gone meanwhile. Read from the ticket itself: a
 * search sorts what it shows, and with megabytes in it 11.0.6 runs out of memory even for one row.
 */
async function contentOf(call: Call, ticketId: number): Promise<string | null> {
  try {
    const path = `Ticket/${ticketId}`;
    const reply = await call({ method: 'GET', path, query: [['get_hateoas', 'false']] });
    return parseReply(withContent, reply).content;
  } catch (thrown) {
    if (tooMuch(thrown) || (thrown instanceof ProblemError && thrown.problem.code === 'itemMissing'))
      return null;
    throw thrown;
  }
}

/** GLPI 11.0.6 answers 500 to a search that shows some 25 MB of contents (PHP's memory_limit), before we find it too long. */
const tooMuch = (thrown: unknown) =>
  thrown instanceof ProblemError && ['replyTooLarge', 'serverFailed'].includes(thrown.problem.code);

async function ticketPage(
  call: Call,
  afterId: number,
  from: number,
  size: number,
  contents: boolean,
): Promise<{
  readonly tickets: readonly FormTicket[];
  readonly total: number;
  readonly serverTime: Instant | null;
}> {
  const columns = ['2', '12', '13', '15', '22', '131', ...(contents ? ['21'] : [])];
  const reply = await call({
    method: 'GET',
    path: 'search/Ticket',
    query: [
      ...criteria('AND', [
        ['131', 'equals', 'Glpi\\Form\\Form'],
        // `morethan` finds nothing on this option; `contains` with `>` does (live.md 7).
        ['2', 'contains', `>${afterId}`],
      ]),
      ...columns.map((column, index): [string, string] => [`forcedisplay[${index}]`, column]),
      ['sort', '2'],
      ['order', 'ASC'],
      ['range', `${from}-${from + size - 1}`],
    ],
  }).catch((thrown) => {
    // The range is beyond the end when tickets were deleted between two pages.
    if (thrown instanceof ProblemError && thrown.problem.detail?.what === 'range') return null;
    throw thrown;
  });
  if (reply === null) return { tickets: [], total: 0, serverTime: null };
  const { totalcount, data } = parseReply(found, reply);
  const tickets = data.map((ticket): FormTicket => {
    const writer = ticket['22'];
    return {
      ticketId: ticket['2'],
      formIds: ticket['13'],
      openedAt: ticket['15'],
      content: contents ? ticket['21'] : null,
      settled: isDone(ticket['12']),
      writer:
        writer === null || writer === undefined || writer === '' || writer === 0 ? null : String(writer),
    };
  });
  return { tickets, total: totalcount, serverTime: reply.serverTime };
}

const newest = v.object({ data: v.optional(v.array(v.object({ '2': id })), []) });

/** The highest ticket id there is, so that a first round need not look at all of history; 0 when there is none. */
export async function newestTicketId(call: Call): Promise<number> {
  const reply = await call({
    method: 'GET',
    path: 'search/Ticket',
    query: [
      ['forcedisplay[0]', '2'],
      ['sort', '2'],
      ['order', 'DESC'],
      ['range', '0-0'],
    ],
  });
  return parseReply(newest, reply).data[0]?.['2'] ?? 0;
}

const ticket = v.object({ id, status: id, is_deleted: v.optional(flag, false) });
/** GLPI's ticket states 5 (solved) and 6 (closed). */
const isDone = (status: number) => status >= 5;

/** What is to stand as a ticket's solution. */
export interface Solving {
  readonly ticketId: number;
  /** Plain text, a line an entry. */
  readonly note: readonly string[];
}

const solutionInput = ({ ticketId, note }: Solving) => ({
  itemtype: 'Ticket',
  items_id: ticketId,
  content: note.map((line) => `<p>${escapeHtml(line)}</p>`).join(''),
});

/** Solves the ticket with a note; solved already is done. `note` is plain text, a line an entry. */
export async function solveTicket(call: Call, ticketId: number, note: readonly string[]): Promise<void> {
  try {
    await call({
      method: 'POST',
      path: 'ITILSolution',
      body: { input: solutionInput({ ticketId, note }) },
    });
  } catch (thrown) {
    // GLPI refuses a second solution: a lost reply, or a colleague was faster.
    const status = await ticketStatus(call, ticketId);
    if (status === null || isDone(status)) return;
    throw thrown;
  }
}

/**
 * Solves several tickets in one request, at most thirty. Gives back which of them are; of the others GLPI refused the
 * solution, which it does to a ticket that is solved too: see `solveTicket`.
 */
export async function solveTickets(call: Call, tickets: readonly Solving[]): Promise<readonly boolean[]> {
  return (await addArray(call, 'ITILSolution', tickets.map(solutionInput))).map(
    ({ id: made }) => made !== null,
  );
}

const solutions = v.array(v.object({ content: text }));

/** What was written as the ticket's solution, by whomever; HTML, to be searched and never shown. */
export async function solutionsOf(call: Call, ticketId: number): Promise<string[]> {
  try {
    const path = `Ticket/${ticketId}/ITILSolution`;
    const reply = await call({ method: 'GET', path, query: [['get_hateoas', 'false']] });
    return parseReply(solutions, reply).map((solution) => solution.content);
  } catch (thrown) {
    if (thrown instanceof ProblemError && thrown.problem.code === 'itemMissing') return [];
    throw thrown;
  }
}

/** Whether the ticket is solved or closed, or gone. */
export async function isSettled(call: Call, ticketId: number): Promise<boolean> {
  const status = await ticketStatus(call, ticketId);
  return status === null || isDone(status);
}

const statuses = v.object({ data: v.optional(v.array(v.object({ '2': id, '12': id })), []) });
/** A criterion for an id has some 140 characters, and web servers take 8,000 in the first line of a request. */
const mostIdsInSearch = 40;

/** Those of these tickets that are solved or closed, or gone. One request for forty. */
export async function settledAmong(call: Call, ticketIds: readonly number[]): Promise<readonly number[]> {
  const open = new Set<number>();
  for (let from = 0; from < ticketIds.length; from += mostIdsInSearch) {
    const some = ticketIds.slice(from, from + mostIdsInSearch);
    const reply = await call({
      method: 'GET',
      path: 'search/Ticket',
      query: [
        ...criteria(
          'OR',
          some.map((ticketId) => ['2', 'equals', String(ticketId)]),
        ),
        ['forcedisplay[0]', '2'],
        ['forcedisplay[1]', '12'],
        ['sort', '2'],
        ['range', `0-${mostIdsInSearch - 1}`],
      ],
    });
    for (const row of parseReply(statuses, reply).data) if (!isDone(row['12'])) open.add(row['2']);
  }
  return ticketIds.filter((ticketId) => !open.has(ticketId));
}

async function ticketStatus(call: Call, ticketId: number): Promise<number | null> {
  try {
    const reply = await call({
      method: 'GET',
      path: `Ticket/${ticketId}`,
      query: [['get_hateoas', 'false']],
    });
    const { status, is_deleted } = parseReply(ticket, reply);
    return is_deleted ? null : status;
  } catch (thrown) {
    if (thrown instanceof ProblemError && thrown.problem.code === 'itemMissing') return null;
    throw thrown;
  }
}
