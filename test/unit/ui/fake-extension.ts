import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Mock, vi } from 'vitest';
import type { Problem } from '../../../src/invite/problem.ts';
import type { Outcome } from '../../../src/messages/ask.ts';
import type { ReplyOf, RequestName, RequestOf } from '../../../src/messages/requests.ts';

type Answers = {
  [Name in RequestName]?: (
    request: RequestOf<Name>,
  ) => Outcome<ReplyOf<Name>> | Promise<Outcome<ReplyOf<Name>>>;
};
type Listener = (message: unknown) => unknown;

/** The texts of a language, as the browser would read them. */
export function textsOf(language: string): Record<string, { message: string }> {
  // Not by URL: under happy-dom a module's address is the page's.
  const file = path.join(import.meta.dirname, '../../../public/_locales', language, 'messages.json');
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Whose texts a browser of that language shows: its own, those of the language at large, or English. */
function folderOf(language: string): string {
  const folders = readdirSync(path.join(import.meta.dirname, '../../../public/_locales'));
  const wanted = [language.replace('-', '_'), language.split('-')[0]];
  return folders.find((folder) => wanted.includes(folder)) ?? 'en';
}

/** A browser as the surfaces see it, with a background that answers what a test tells it to. */
export class FakeExtension {
  /** False is an orphan: the extension was updated or switched off under the page. */
  isAlive = true;
  language = 'en-US';
  baseUrl = 'chrome-extension://invite/';
  answers: Answers = {};
  readonly asked: { name: RequestName; request: unknown }[] = [];
  readonly request: Mock<(permissions: { origins: string[] }) => Promise<boolean>> = vi.fn(async () => true);
  readonly createTab: Mock<(tab: { url: string }) => Promise<unknown>> = vi.fn(async () => ({}));
  private readonly listeners = new Set<Listener>();
  private readonly texts = new Map<string, Record<string, { message: string }>>();

  readonly api = {
    runtime: {
      sendMessage: (envelope: { name: RequestName; request: unknown }) => this.hear(envelope),
      getURL: (path: string) => this.baseUrl + path,
      onMessage: {
        addListener: (listener: Listener) => void this.listeners.add(listener),
        removeListener: (listener: Listener) => void this.listeners.delete(listener),
      },
    },
    i18n: {
      getMessage: (key: string) => {
        const language = folderOf(this.language);
        const texts = this.texts.get(language) ?? textsOf(language);
        this.texts.set(language, texts);
        return texts[key]?.message ?? '';
      },
      getUILanguage: () => this.language,
    },
    permissions: { request: this.request },
    tabs: { create: this.createTab, query: async () => [{ id: 7 }] },
  };

  constructor() {
    const alive = () => this.isAlive;
    Object.defineProperty(this.api.runtime, 'id', { get: () => (alive() ? 'invite' : undefined) });
  }

  /** The names of all questions so far. */
  get names(): RequestName[] {
    return this.asked.map(({ name }) => name);
  }

  /** As the background tells everybody. */
  tellChanged(): void {
    for (const listener of this.listeners) listener({ name: 'changed' });
  }

  private async hear({ name, request }: { name: RequestName; request: unknown }): Promise<unknown> {
    if (!this.isAlive) throw new Error('Extension context invalidated.');
    this.asked.push({ name, request });
    const answer = this.answers[name] as ((request: unknown) => unknown) | undefined;
    return answer === undefined
      ? no('unexpected', { what: `no answer to ${name} in this test` })
      : answer(request);
  }
}

/** Shared by the setup file and the tests, which may load this module apart. */
const place = globalThis as { fakeExtension?: FakeExtension };

/** The fake of the running test. */
export function extension(): FakeExtension {
  place.fakeExtension ??= new FakeExtension();
  return place.fakeExtension;
}

/** A fresh fake for the next test. */
export function renewExtension(): void {
  place.fakeExtension = new FakeExtension();
}

export function ok<Value>(value: Value): Outcome<Value> {
  return { ok: true, value };
}

export function no(code: Problem['code'], detail?: Record<string, string>): Outcome<never> {
  return { ok: false, problem: detail === undefined ? { code } : { code, detail } };
}
