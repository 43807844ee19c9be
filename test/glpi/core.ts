import type { Clock } from './clock.ts';
import { type Phrase, say } from './languages.ts';
import type { Options } from './options.ts';
import type { Session } from './sessions.ts';
import type { State } from './state.ts';

/** What every part of the stand-in works with. */
export class Core {
  readonly options: Options;
  readonly state: State;
  readonly clock: Clock;
  /** Base URL with the root path, without a slash at its end; known once the server listens. */
  url = '';

  constructor(options: Options, state: State, clock: Clock) {
    this.options = options;
    this.state = state;
    this.clock = clock;
  }

  get major(): 10 | 11 {
    return this.options.major;
  }

  /** Where the REST API says it lives. */
  get apiUrl(): string {
    return this.major === 11 ? `${this.url}/api.php/v1` : `${this.url}/apirest.php`;
  }

  get now(): string {
    return this.clock.naive();
  }

  siteLanguage(): Session['language'] {
    return this.state.config.language === 'fr_FR' ? 'fr_FR' : 'en_GB';
  }

  say(session: Session | null, phrase: Phrase): string {
    return say(session?.language ?? this.siteLanguage(), phrase);
  }

  /** A message of GLPI's own: 11 escapes it for HTML even in the API's JSON. */
  message(session: Session | null, phrase: Phrase, inserted?: string): string {
    const text = this.say(session, phrase);
    const whole = inserted === undefined ? text : text.replace('%s', () => inserted);
    return this.major === 11 ? escapeMessage(whole) : whole;
  }
}

export function escapeMessage(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#039;');
}

/** GLPI 10 stores angle brackets and ampersands of what it is given as entities, and gives them back so. */
export function storedText(core: Core, text: string): string {
  if (core.major === 11) return text;
  return text.replaceAll('&', '&#38;').replaceAll('<', '&#60;').replaceAll('>', '&#62;');
}
