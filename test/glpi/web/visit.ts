import { createHash, randomBytes } from 'node:crypto';
import { blankUser } from '../blank-rows.ts';
import type { Core } from '../core.ts';
import { type Answer, type Call, field, html, json, redirect } from '../exchange.ts';
import type { Phrase } from '../languages.ts';
import { emptySession, newSessionId, type Session, type Toast } from '../sessions.ts';
import type { User } from '../state.ts';
import { errorPage } from './layout.ts';

const TWO_HOURS = 7_200_000;

/** One request of a browser: the session behind its cookie, and GLPI's CSRF rules. */
export class Visit {
  readonly core: Core;
  readonly call: Call;
  session: Session;
  #newCookie: boolean;

  constructor(core: Core, call: Call) {
    this.core = core;
    this.call = call;
    const known = core.state.sessions.get(call.cookies[cookieName(core)] ?? '');
    this.session = known ?? emptySession(acceptedLanguage(core, call));
    this.#newCookie = known === undefined;
    if (known === undefined) core.state.sessions.set(this.session.id, this.session);
  }

  get user(): User | null {
    return this.session.usersId === null ? null : (this.core.state.users.get(this.session.usersId) ?? null);
  }

  /** The person, for pages that are only shown to one. */
  get person(): User {
    return this.user ?? { ...blankUser('', null), id: 0 };
  }

  get isAjax(): boolean {
    return this.call.headers['x-requested-with'] === 'XMLHttpRequest';
  }

  get wantsJson(): boolean {
    return (this.call.headers.accept ?? '').includes('application/json');
  }

  say(phrase: Phrase): string {
    return this.core.say(this.session, phrase);
  }

  /** A path of GLPI with its root in front. */
  path(path: string): string {
    return `${this.core.options.root}${path}`;
  }

  toast(level: Toast['level'], text: string): void {
    this.session.toasts.push({ level, text });
  }

  csrfToken(): string {
    const token = randomBytes(32).toString('hex');
    this.session.csrfTokens.set(token, this.core.clock.now().getTime() + TWO_HOURS);
    const most = this.core.major === 11 ? 500 : 100;
    for (const old of this.session.csrfTokens.keys()) {
      if (this.session.csrfTokens.size <= most) break;
      this.session.csrfTokens.delete(old);
    }
    return token;
  }

  /** Whether a post carries a good token, where its version looks for it. */
  passesCsrf(): boolean {
    const byHeader = this.core.major === 11 ? this.isAjax : this.call.path.startsWith('/ajax/');
    const token = byHeader
      ? (this.call.headers['x-glpi-csrf-token'] ?? '')
      : field(this.call.fields, '_glpi_csrf_token');
    const until = this.session.csrfTokens.get(token);
    if (until === undefined) return false;
    if (this.core.major === 10 && until < this.core.clock.now().getTime()) {
      this.session.csrfTokens.delete(token);
      return false;
    }
    if (!byHeader) this.session.csrfTokens.delete(token);
    return true;
  }

  csrfRefusal(): Answer {
    const message = this.say('The action you have requested is not allowed.');
    if (this.core.major === 10) {
      return this.wantsJson
        ? html(JSON.stringify({ message }), 403)
        : errorPage(this, 200, this.say('Access denied'), message);
    }
    return this.refusal(403, message);
  }

  /** Not allowed: 10 says so with 200, 11 with 403. */
  accessDenied(): Answer {
    const message = this.say("You don't have permission to perform this action.");
    if (this.core.major === 10) return errorPage(this, 200, this.say('Access denied'), message);
    return this.refusal(403, message);
  }

  refusal(status: number, message: string): Answer {
    const title = status === 404 ? this.say('Item not found') : this.say('Access denied');
    if (this.wantsJson) return json({ error: true, title, message, trace: null }, status);
    if (this.isAjax) return html(`<div class="card"><div class="card-body">${message}</div></div>`, status);
    return errorPage(this, status, title, message);
  }

  /** After a login the session gets a new id. */
  renew(): void {
    this.core.state.sessions.delete(this.session.id);
    this.session.id = newSessionId();
    this.core.state.sessions.set(this.session.id, this.session);
    this.#newCookie = true;
  }

  /** The session ends, the browser goes on as a stranger. */
  leave(): void {
    this.core.state.sessions.delete(this.session.id);
    this.session = emptySession(acceptedLanguage(this.core, this.call));
    this.core.state.sessions.set(this.session.id, this.session);
    this.#newCookie = true;
  }

  withCookie(answer: Answer): Answer {
    if (this.#newCookie) {
      const secure = this.call.secure ? '; Secure' : '';
      answer.headers['set-cookie'] =
        `${cookieName(this.core)}=${this.session.id}; path=/; HttpOnly; SameSite=Lax${secure}`;
    }
    return answer;
  }
}

/** Different for each GLPI: cookies know no ports. */
export function cookieName(core: Core): string {
  const kind = core.major === 11 ? 'sha512' : 'md5';
  return `glpi_${createHash(kind).update(core.url).digest('hex')}`;
}

function acceptedLanguage(core: Core, call: Call): Session['language'] {
  const wanted = call.headers['accept-language'] ?? '';
  if (/^fr\b/i.test(wanted)) return 'fr_FR';
  return /^en\b/i.test(wanted) ? 'en_GB' : core.siteLanguage();
}

/** To the login page, and back to where one was going afterwards. */
export function toLogin({ core, call }: Visit): Answer {
  const { root } = core.options;
  if (core.major === 11) {
    return redirect(`${root}/?redirect=${encodeURIComponent(`${call.path}?${call.search}`)}&error=3`);
  }
  if (call.path.startsWith('/ajax/')) return redirect(`${root}/index.php?error=3`);
  const back = call.search === '' ? call.path : `${call.path}?${call.search}`;
  return redirect(`${root}/index.php?redirect=${encodeURIComponent(back)}&error=3`);
}
