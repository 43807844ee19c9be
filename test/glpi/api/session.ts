import { type Core, storedText } from '../core.ts';
import { type Answer, type Call, field, isMap, type PhpMap } from '../exchange.ts';
import { logIn, startSession } from '../passwords.ts';
import { activeProfile, chooseEntity, chooseProfile, entityTree, profilesOf } from '../rights.ts';
import { emptySession, type Session } from '../sessions.ts';
import type { User } from '../state.ts';
import { type Shown, text } from './itemtype.ts';
import { apiJson, documented, notFound, Refusal } from './refusal.ts';

/** Who may talk to the API, and the calls about one's own session. */

/** The doors in GLPI's order: the API is on, the address is let in. Returns the app tokens that then count. */
export function checkDoors(core: Core, call: Call, session: Session | null): string[] {
  const { config, apiClients } = core.state;
  if (config.enable_api !== '1') throw new Refusal(400, 'ERROR', core.say(session, 'API disabled'));
  const address = call.remoteAddress;
  const v4 = /^\d+\.\d+\.\d+\.\d+$/.test(address);
  const asNumber = v4 ? address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) : 0;
  const clients = apiClients.filter((client) => {
    if (client.is_active !== 1) return false;
    if (!v4) return client.ipv6 === null || client.ipv6 === address;
    if (client.ipv4_range_start === null) return true;
    return client.ipv4_range_start <= asNumber && asNumber <= (client.ipv4_range_end ?? -1);
  });
  if (clients.length === 0) {
    throw new Refusal(
      400,
      'ERROR_NOT_ALLOWED_IP',
      `There isn't an active API client matching your IP address in the configuration (${address})`,
    );
  }
  return clients.map((client) => client.app_token ?? '');
}

export function checkAppToken(core: Core, given: string, accepted: string[]): void {
  if (accepted.includes(given)) return;
  throw given === ''
    ? documented(core, 400, 'ERROR_APP_TOKEN_PARAMETERS_MISSING', 'missing parameter app_token')
    : documented(core, 400, 'ERROR_WRONG_APP_TOKEN_PARAMETER', 'parameter app_token seems wrong');
}

export function initSession(core: Core, call: Call, payload: Record<string, unknown>): Answer {
  const authorization = call.headers.authorization ?? '';
  const query = call.query;
  const userToken = authorization.includes('user_token')
    ? (authorization.split(' ')[1] ?? '')
    : text(payload.user_token) || field(query, 'user_token');
  const basic = /^Basic\s+(.+)$/i.exec(authorization)?.[1];
  const [login = '', ...rest] =
    basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':');
  const credentials = {
    login: login || text(payload.login) || field(query, 'login'),
    password: rest.join(':') || text(payload.password) || field(query, 'password'),
  };
  const { config, users } = core.state;
  let user: User | null;
  if (userToken !== '') {
    user =
      config.enable_api_login_external_token === '1'
        ? (users.find((row) => row.api_token === userToken && row.is_active === 1 && row.is_deleted === 0) ??
          null)
        : null;
    if (user === null) {
      throw new Refusal(401, 'ERROR_GLPI_LOGIN_USER_TOKEN', 'parameter user_token seems invalid');
    }
  } else if (credentials.login === '' || credentials.password === '') {
    throw documented(
      core,
      400,
      'ERROR_LOGIN_PARAMETERS_MISSING',
      'parameter(s) login, password or user_token are missing',
    );
  } else if (config.enable_api_login_credentials !== '1') {
    throw new Refusal(
      400,
      'ERROR_LOGIN_WITH_CREDENTIALS_DISABLED',
      'usage of initSession resource with credentials is disabled',
    );
  } else {
    user = logIn(core, credentials.login, credentials.password);
    if (user === null) {
      throw new Refusal(401, 'ERROR_GLPI_LOGIN', core.say(null, 'Incorrect username or password'));
    }
  }
  const session = openSession(core, user);
  if (session === null) throw new Refusal(401, 'ERROR_GLPI_LOGIN', '');
  const full = field(query, 'get_full_session') === 'true' || payload.get_full_session === true;
  return apiJson({ session_token: session.id, ...(full ? fullSession(core, session) : {}) });
}

/** A session of a person: with the preferred profile, else the first. */
export function openSession(core: Core, user: User): Session | null {
  const session = emptySession(core.siteLanguage());
  startSession(core, session, user);
  const profiles = profilesOf(core, user.id);
  const chosen = profiles.find(({ profile }) => profile.id === user.profiles_id) ?? profiles[0];
  if (chosen === undefined || !chooseProfile(core, session, chosen.profile.id)) return null;
  core.state.sessions.set(session.id, session);
  return session;
}

function entitiesOf(core: Core, session: Session, profilesId: number): Shown[] {
  return profilesOf(core, session.usersId ?? -1)
    .filter(({ profile }) => profile.id === profilesId)
    .flatMap(({ rows }) => rows)
    .map((row) => ({
      id: row.entities_id,
      name: core.state.entities.get(row.entities_id)?.name ?? '',
      is_recursive: row.is_recursive,
    }));
}

function activeProfileShown(core: Core, session: Session): Shown {
  const profile = activeProfile(core, session);
  if (profile === undefined) return {};
  const { rights, ...row } = profile;
  return { ...row, ...rights, entities: entitiesOf(core, session, profile.id) };
}

export function activeEntityName(core: Core, session: Session): string {
  const entity = core.state.entities.get(session.activeEntity);
  const name = entity?.completename ?? '';
  return session.activeEntityRecursive ? `${name} (${core.say(session, 'tree structure')})` : name;
}

function fullSession(core: Core, session: Session): Shown {
  const user = core.state.users.get(session.usersId ?? -1);
  return {
    session: {
      valid_id: session.id,
      glpi_currenttime: core.now,
      glpi_use_mode: 0,
      glpiID: session.usersId,
      glpiname: user?.name ?? '',
      glpifriendlyname: user?.name ?? '',
      glpirealname: user?.realname ?? null,
      glpifirstname: user?.firstname ?? null,
      glpidefault_entity: user?.entities_id ?? 0,
      glpilanguage: session.language,
      glpilist_limit: Number(core.state.config.list_limit ?? '20'),
      glpipalette: core.options.dark ? 'midnight' : 'auror',
      glpipage_layout: core.options.layout,
      glpicsrftokens: Object.fromEntries(session.csrfTokens),
      glpiprofiles: Object.fromEntries(
        profilesOf(core, session.usersId ?? -1).map(({ profile }) => [
          profile.id,
          { name: profile.name, entities: entitiesOf(core, session, profile.id) },
        ]),
      ),
      glpiactiveprofile: activeProfileShown(core, session),
      glpiactiveentities: session.activeEntities,
      glpiactive_entity: session.activeEntity,
      glpiactive_entity_recursive: session.activeEntityRecursive ? 1 : 0,
      glpiactive_entity_name: activeEntityName(core, session),
      glpiactive_entity_shortname: activeEntityName(core, session),
      glpigroups: core.state.groupUsers
        .filter((row) => row.users_id === session.usersId)
        .map((row) => row.groups_id),
    },
  };
}

/** The configuration without what GLPI keeps to itself. */
function safeConfig(core: Core): Shown {
  const kept = Object.entries(core.state.config).filter(
    ([name]) =>
      name !== 'glpinetwork_registration_key' && !(core.major === 10 && name === 'password_init_token_delay'),
  );
  return Object.fromEntries(kept);
}

/** Calls by a fixed name; null when the path names none of them. */
export function sessionCall(
  core: Core,
  session: Session,
  resource: string,
  query: PhpMap,
  payload: Record<string, unknown>,
): Answer | null {
  switch (resource) {
    case 'killSession':
      core.state.sessions.delete(session.id);
      return apiJson(true);
    case 'getMyProfiles':
      return apiJson({
        myprofiles: profilesOf(core, session.usersId ?? -1).map(({ profile }) => ({
          id: profile.id,
          name: profile.name,
          entities: entitiesOf(core, session, profile.id),
        })),
      });
    case 'getActiveProfile':
      return apiJson({ active_profile: activeProfileShown(core, session) });
    case 'getMyEntities':
      return apiJson({ myentities: myEntities(core, session, field(query, 'is_recursive')) });
    case 'getActiveEntities':
      return apiJson({
        active_entity: {
          id: session.activeEntity,
          active_entity_recursive: session.activeEntityRecursive ? 1 : 0,
          active_entities: session.activeEntities.map((id) => ({ id })),
        },
      });
    case 'getFullSession':
      return apiJson(fullSession(core, session));
    case 'getGlpiConfig':
      return apiJson({ cfg_glpi: safeConfig(core) });
    case 'changeActiveProfile': {
      if (payload.profiles_id === undefined) throw documented(core, 400, 'ERROR', 'Bad Request');
      if (!chooseProfile(core, session, Number(payload.profiles_id))) throw notFound(core, session);
      return apiJson(true);
    }
    case 'changeActiveEntities': {
      const given = payload.entities_id;
      const target = given === undefined || given === 'all' ? 'all' : Number(given);
      return apiJson(chooseEntity(core, session, target, payload.is_recursive === true));
    }
    default:
      return null;
  }
}

function myEntities(core: Core, session: Session, recursive: string): Shown[] {
  const named = (id: number) => ({
    id,
    name: storedText(core, core.state.entities.get(id)?.completename ?? ''),
  });
  return profilesOf(core, session.usersId ?? -1)
    .filter(({ profile }) => profile.id === session.profilesId)
    .flatMap(({ rows }) => rows)
    .flatMap((row) => {
      const below =
        row.is_recursive === 1 && ['true', '1'].includes(recursive)
          ? entityTree(core, row.entities_id).filter((id) => id !== row.entities_id)
          : [];
      return [...below, row.entities_id].map(named);
    });
}

export function payloadOf(body: string): Record<string, unknown> {
  if (body.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    return isMap(parsed) ? parsed : {};
  } catch {
    throw new Refusal(400, 'ERROR_JSON_PAYLOAD_INVALID', 'JSON payload seems not valid');
  }
}
