/**
 * Everything that the extension asks of GLPI when it issues an invite and when it admits somebody, request by request,
 * in order: the places where its background may be killed. The walk in `kill-walk.ts` compares these lists with what
 * the stand-in GLPI saw in an unharmed run, and kills at each of them.
 */
import type { LoggedRequest } from '../glpi/state.ts';

export interface Step {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `apirest.php`, as GLPI names things. */
  readonly path: RegExp;
  /** The same request means another step before this one was done. */
  readonly after?: string;
}

/** The first invite of all at a site: its category and the form of the claims are made with it, and then never again. */
export const issuing: readonly Step[] = [
  { name: 'look for the category', method: 'GET', path: /^Glpi\\Form\\Category$/ },
  { name: 'make the category', method: 'POST', path: /^Glpi\\Form\\Category$/ },
  { name: 'look for the claims form', method: 'GET', path: /^Glpi\\Form\\Form$/ },
  {
    name: 'look for the claims form in the trash',
    method: 'GET',
    path: /^Glpi\\Form\\Form$/,
    after: 'look for the claims form',
  },
  { name: 'make the claims form', method: 'POST', path: /^Glpi\\Form\\Form$/ },
  { name: 'make the form', method: 'POST', path: /^Glpi\\Form\\Form$/, after: 'make the claims form' },
  { name: 'make the section', method: 'POST', path: /^Glpi\\Form\\Section$/ },
  { name: 'make the questions', method: 'POST', path: /^Glpi\\Form\\Question$/ },
  { name: 'make the destination', method: 'POST', path: /^Glpi\\Form\\Destination\\FormDestination$/ },
  { name: 'let people in', method: 'POST', path: /^Glpi\\Form\\AccessControl\\FormAccessControl$/ },
];

/** One person on an invite of one use, so that it ends with the invite closed. */
export const admitting: readonly Step[] = [
  { name: 'look for registrations', method: 'GET', path: /^search\/Ticket$/ },
  { name: 'claim the registration and the use', method: 'POST', path: /^Glpi\\Form\\Section$/ },
  { name: 'look who has the address', method: 'GET', path: /^UserEmail$/ },
  { name: 'make the account', method: 'POST', path: /^User$/ },
  { name: 'read back what was granted', method: 'GET', path: /^User\/\d+\/Profile_User$/ },
  { name: 'add to the groups', method: 'POST', path: /^Group_User$/ },
  { name: 'solve the ticket', method: 'POST', path: /^ITILSolution$/ },
  { name: 'close the form', method: 'PUT', path: /^Glpi\\Form\\Form\/\d+$/ },
  { name: 'look once more', method: 'GET', path: /^search\/Ticket$/, after: 'close the form' },
  {
    name: 'look for the destination',
    method: 'GET',
    path: /^Glpi\\Form\\Form\/\d+\/Glpi\\Form\\Destination/,
  },
  { name: 'mute the destination', method: 'PUT', path: /^Glpi\\Form\\Destination\\FormDestination\/\d+$/ },
];

type Request = Pick<LoggedRequest, 'method' | 'path'>;

/** Names API requests in order by their steps; one that the list does not know is named by what it asks. */
export function stepsOf(steps: readonly Step[], requests: readonly Request[]): string[] {
  const seen: string[] = [];
  for (const request of requests) {
    const path = apiPath(request);
    if (path === null) continue;
    const fitting = steps.findLast(
      (step) =>
        step.method === request.method &&
        step.path.test(path) &&
        (step.after === undefined || seen.includes(step.after)),
    );
    seen.push(fitting?.name ?? `${request.method} ${path}`);
  }
  return seen;
}

/** Whether `request`, coming after `before`, is this step. */
export function isStep(
  steps: readonly Step[],
  { name }: Step,
  before: readonly Request[],
  request: Request,
): boolean {
  return apiPath(request) !== null && stepsOf(steps, [...before, request]).at(-1) === name;
}

function apiPath({ path }: Request): string | null {
  const prefix = '/apirest.php/';
  return path.startsWith(prefix) ? decodeURIComponent(path.slice(prefix.length)) : null;
}
