/** What a round would do, told without doing it: GLPI is read, and nothing else. */
import type { Environment } from '../desk/environment.ts';
import { judge } from '../desk/judge.ts';
import { lookAtSeals } from '../desk/seal-look.ts';
import { inSession } from '../desk/sessions.ts';
import { siteWork } from '../desk/site-work.ts';
import { hasColleagues } from '../desk/trust.ts';
import { look } from '../desk/watch.ts';
import type { Transport } from '../glpi/client.ts';
import { isSettled } from '../glpi/tickets.ts';
import { accountsOfInvite, ticketInMark } from '../glpi/users.ts';
import { addressOutside } from '../invite/guard-rails.ts';
import { type FormInvite, isFormInvite } from '../invite/invite.ts';
import { problem } from '../invite/problem.ts';
import { canChange } from '../invite/status.ts';
import type { Config } from './config.ts';
import { reasonOf } from './journal-lines.ts';
import type { Log } from './log.ts';

/** Calls of the session itself, which change nothing but the session. */
const ownSession = /\/apirest\.php\/(changeActiveProfile|changeActiveEntities)$/;

/**
 * A transport that lets nothing through that could change anything in GLPI: whatever else is asked of it is answered with
 * a refusal of GLPI's own shape.
 */
export function readingTransport(transport: Transport): Transport {
  return {
    ...transport,
    async fetch(url, init) {
      if ((init.method ?? 'GET') === 'GET' || ownSession.test(new URL(url).pathname))
        return await transport.fetch(url, init);
      return new Response(JSON.stringify(['ERROR_GLPI_UPDATE', 'dry run']), { status: 400 });
    },
  };
}

/** Looks at seals and registrations, and tells of each that is open what a round would do. Fails like any call. */
export async function dryRound(env: Environment, { site, logNames }: Config, log: Log): Promise<void> {
  await siteWork(env, site, async () => {
    if (!(await hasColleagues(env, site))) return;
    await inSession(env, site, (call) => lookAtSeals(env, call, site));
    await inSession(env, site, async (call, session) => {
      await look(env, call, session, site);
      for (const invite of (await env.ledger.liveInvites()).filter(isFormInvite)) {
        const made = (await accountsOfInvite(call, invite.id)).map((one) => ticketInMark(one, invite.id));
        let left = (invite.limits.maxUses ?? Number.POSITIVE_INFINITY) - made.length;
        const registrations = (await env.ledger.registrationsOf(invite.id)).toSorted(
          (one, other) => one.ticketId - other.ticketId,
        );
        for (const registration of registrations) {
          const { ticketId } = registration;
          if (made.includes(ticketId) || (await isSettled(call, ticketId))) continue;
          const verdict = judge(invite, registration, false);
          const facts = { invite: invite.id, ticket: ticketId };
          const refusal =
            verdict.kind === 'refuse' ? verdict.reason : left <= 0 ? problem('inviteUsedUp') : null;
          if (refusal) log('info', 'wouldRefuse', { ...facts, reason: reasonOf(refusal, logNames) });
          else if (verdict.kind !== 'admit' || (await needsPerson(env, verdict.person.email)))
            log('info', 'wouldLeaveToAPerson', facts);
          else {
            log('info', 'wouldAdmit', { ...facts, ...(logNames ? { ...verdict.person } : {}) });
            left -= 1;
          }
        }
        if (isOver(env, invite, left)) log('info', 'wouldClose', { invite: invite.id });
      }
    });
  });
}

async function needsPerson(env: Environment, email: string): Promise<boolean> {
  const rails = await env.guardRails();
  return rails.approvalAlways || addressOutside(rails, email) !== null;
}

const isOver = (env: Environment, invite: FormInvite, left: number) =>
  canChange(invite) && (left <= 0 || env.now() > invite.limits.until);
