/** The worker: looks at the rights of its user, trusts whom it is told to, and makes rounds until it is told to stop. */
import type { Server } from 'node:http';
import { connect, obstacle, viewSite } from '../desk/connect.ts';
import type { Environment } from '../desk/environment.ts';
import { currentSession, endSession, inSession, rememberCredentials } from '../desk/sessions.ts';
import { round } from '../desk/watch.ts';
import type { Transport } from '../glpi/client.ts';
import type { Session } from '../glpi/session.ts';
import { isSecure } from '../glpi/site-address.ts';
import { compareRights, otherProfiles } from '../glpi/worker-rights.ts';
import { isFormInvite } from '../invite/invite.ts';
import { type Problem, problem, problemOf } from '../invite/problem.ts';
import { canChange } from '../invite/status.ts';
import { type Config, ConfigError } from './config.ts';
import { dryRound, readingTransport } from './dry-run.ts';
import { nodeTransport, workerEnvironment } from './environment.ts';
import { Health, serveHealth } from './health.ts';
import { hintFor } from './hints.ts';
import { Issuers } from './issuers.ts';
import { reasonOf } from './journal-lines.ts';
import type { Log } from './log.ts';

/** How the worker ends, as exit code. */
export const ended = { fine: 0, roundFailed: 1, configuration: 2, rights: 3, notLetIn: 4 } as const;
export type Ended = (typeof ended)[keyof typeof ended];

/** Why GLPI lets nobody in with this token, whenever it is asked: nothing that passes by itself. */
const notLetIn: readonly string[] = [
  'apiOff',
  'addressNotAllowed',
  'appTokenRequired',
  'appTokenWrong',
  'apiTokenRefused',
  'externalTokenLoginOff',
  'authorizationHeaderLost',
  'formsNotAvailable',
  'glpiTooOld',
  'notGlpi',
];
const rightsMissing: readonly string[] = ['userRightMissing', 'formRightMissing', 'ticketRightMissing'];

/** Works until `stop` fires, or once. Gives back with which exit code to end. */
export async function work(
  config: Config,
  log: Log,
  stop: AbortSignal,
  transport: Transport = nodeTransport(),
): Promise<Ended> {
  const env = await workerEnvironment(config, log, config.dryRun ? readingTransport(transport) : transport);
  const health = new Health(config.interval, env.now);
  const server = config.healthPort === null ? null : await serve(health, config.healthPort);
  try {
    return await workAt(env, config, log, stop, health);
  } finally {
    server?.close();
    await endSession(env, config.site).catch(() => {});
    env.ledger.close();
  }
}

async function serve(health: Health, port: number): Promise<Server> {
  try {
    return await serveHealth(health, port);
  } catch {
    throw new ConfigError(
      `The health port ${port} cannot be had: somebody else has it, or it may not be taken.`,
    );
  }
}

async function workAt(
  env: Environment,
  config: Config,
  log: Log,
  stop: AbortSignal,
  health: Health,
): Promise<Ended> {
  const issuers = new Issuers(env, config, log);
  const { site, appToken } = config;
  if (appToken) await rememberCredentials(env, site, { apiToken: config.token(), appToken: appToken() });
  log('info', 'started', {
    site,
    issuers: config.issuers.length,
    ...(config.dryRun ? { dryRun: true } : {}),
    ...(config.once ? { once: true } : { intervalSeconds: config.interval / 1_000 }),
  });
  if (!isSecure(site)) log('warning', 'plainHttp');
  if (config.issuers.length === 0) log('warning', 'nobodyTrusted', { hint: hintFor('nobodyTrusted') });

  let isReady = false;
  let last = '';
  while (true) {
    const failure: Failure | null = isReady ? null : await begin(env, config, log, issuers);
    if (failure?.final !== undefined) {
      log('error', 'ended', { reason: reasonOf(failure.problem, config.logNames), exitCode: failure.final });
      return failure.final;
    }
    isReady ||= failure === null;
    const trouble: Problem | null = failure?.problem ?? (await oneRound(env, config, log, issuers));
    if (trouble === null) health.good();
    const summary = { ok: trouble === null, ...(await standing(env, config)) };
    const line = JSON.stringify([summary, trouble]);
    // What is as it was is no news; how it is now says the health address.
    if (line !== last)
      log(trouble === null ? 'info' : 'error', 'round', {
        ...summary,
        ...(trouble ? { reason: reasonOf(trouble, config.logNames), hint: hintFor(trouble.code) } : {}),
      });
    last = line;
    if (config.once) return trouble === null ? ended.fine : codeFor(trouble);
    await pause(config.interval, stop);
    if (stop.aborted) {
      log('info', 'stopped');
      return ended.fine;
    }
  }
}

interface Failure {
  readonly problem: Problem;
  /** The exit code, where trying again would not help. */
  readonly final?: Ended;
}

/** Opens the session, compares rights, trusts issuers; null where all of it went well. */
async function begin(env: Environment, config: Config, log: Log, issuers: Issuers): Promise<Failure | null> {
  const { site } = config;
  const view = await connect(env, site);
  const session = await currentSession(env, site);
  if (!session) {
    const found = view.problem ?? problem('unexpected');
    if (!notLetIn.includes(found.code)) return { problem: found };
    log('error', 'notLetIn', { reason: reasonOf(found, config.logNames), hint: hintFor(found.code) });
    return { problem: found, final: ended.notLetIn };
  }
  try {
    const refusal = await judgeRights(env, session, config, log);
    if (refusal) return refusal;
    await issuers.begin();
    return null;
  } catch (thrown) {
    return { problem: problemOf(thrown) };
  }
}

/** Whether its user has the rights that it needs, and no others; null where that is so, or more was allowed. */
async function judgeRights(
  env: Environment,
  session: Session,
  config: Config,
  log: Log,
): Promise<Failure | null> {
  const inTheWay = obstacle(session);
  if (inTheWay?.code === 'formsNotAvailable') return { problem: inTheWay, final: ended.notLetIn };
  const { missing, tooMany } = compareRights(session.rights);
  const profile = { profile: session.profileName };
  if (missing.length > 0) {
    log('error', 'rightsMissing', { ...profile, rights: missing, hint: hintFor('rightsMissing') });
    return { problem: inTheWay ?? problem('rightRefused'), final: ended.rights };
  }
  const others = await inSession(env, config.site, otherProfiles);
  if (tooMany.length === 0 && others.length === 0) return null;
  log(config.allowMoreRights ? 'warning' : 'error', 'moreRightsThanNeeded', {
    ...profile,
    rights: tooMany,
    ...(others.length > 0 ? { otherProfiles: others } : {}),
    hint: hintFor('moreRightsThanNeeded'),
  });
  return config.allowMoreRights ? null : { problem: problem('notAllowedHere'), final: ended.rights };
}

/** One round; gives back what stood in its way. */
async function oneRound(
  env: Environment,
  config: Config,
  log: Log,
  issuers: Issuers,
): Promise<Problem | null> {
  const { site } = config;
  try {
    await issuers.look();
    if (config.dryRun) await dryRound(env, config, log);
    else await round(env, site);
    await issuers.afterRound();
  } catch (thrown) {
    return problemOf(thrown);
  }
  return (await viewSite(env, site)).problem;
}

/** How things stand, in numbers. */
async function standing(env: Environment, { site }: Config): Promise<Readonly<Record<string, number>>> {
  const [live, waiting, unfinished] = await Promise.all([
    env.ledger.liveInvites(),
    env.ledger.registrationsThatNeedYou(),
    env.ledger.unfinishedRegistrations(),
  ]);
  const here = live.filter(isFormInvite).filter((invite) => invite.site === site);
  return {
    invites: here.filter(canChange).length,
    waitingForAPerson: waiting.length,
    unfinished: unfinished.length,
  };
}

function codeFor({ code }: Problem): Ended {
  if (rightsMissing.includes(code)) return ended.rights;
  return notLetIn.includes(code) ? ended.notLetIn : ended.roundFailed;
}

/** Waits, or until it is told to stop. */
async function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  await new Promise<void>((resolve) => {
    const over = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, milliseconds);
    stop.addEventListener('abort', over);
  });
}
