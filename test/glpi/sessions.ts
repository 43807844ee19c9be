import { randomBytes } from 'node:crypto';

/** One PHP session. Up to 10.0.14 and 11.0.6 its id serves as cookie and as Session-Token alike. */
export interface Session {
  id: string;
  /** null: a visitor who has not logged in. */
  usersId: number | null;
  profilesId: number;
  activeEntity: number;
  activeEntityRecursive: boolean;
  /** As they were when the entity was chosen: what is made later is not among them. */
  activeEntities: number[];
  language: 'en_GB' | 'fr_FR';
  csrfTokens: Map<string, number>;
  /** ALTCHA challenges handed out and not yet used, with the last second they hold. */
  challenges: Map<string, number>;
  /** Forms whose direct-access key this visitor has shown. */
  openedForms: Map<number, string>;
  /** Texts to show on the next page. */
  toasts: Toast[];
  /** The tab that each page opens on, by item type in small letters. */
  activeTabs: Map<string, string>;
}

export interface Toast {
  level: 'info' | 'error' | 'warning';
  text: string;
}

const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export function newSessionId(): string {
  return [...randomBytes(26)].map((byte) => ID_LETTERS[byte % ID_LETTERS.length]).join('');
}

export function emptySession(language: Session['language']): Session {
  return {
    id: newSessionId(),
    usersId: null,
    profilesId: 0,
    activeEntity: 0,
    activeEntityRecursive: false,
    activeEntities: [],
    language,
    csrfTokens: new Map(),
    challenges: new Map(),
    openedForms: new Map(),
    toasts: [],
    activeTabs: new Map(),
  };
}
