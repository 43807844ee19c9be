import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tellVisible } from '../../../src/content/visible.ts';
import { extension, ok } from '../ui/fake-extension.ts';

let life: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  life = new AbortController();
});

afterEach(() => {
  life.abort();
  vi.useRealTimers();
  Reflect.deleteProperty(document, 'visibilityState');
});

function become(state: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
  document.dispatchEvent(new Event('visibilitychange'));
}

const asked = () => extension().asked.length;
const watching = (isWatching: boolean) => {
  extension().answers['page.visible'] = () => ok({ watching: isWatching, needsYou: 0 });
};

describe('a page that is looked at', () => {
  it('tells so every five seconds while something is watched', async () => {
    watching(true);
    tellVisible(document, () => {}, life.signal);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked()).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked()).toBe(3);
  });

  it('tells so once when nothing is', async () => {
    watching(false);
    tellVisible(document, () => {}, life.signal);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBe(1);
  });

  it('goes on asking when the background was stopped before it answered', async () => {
    extension().answers['page.visible'] = () => Promise.reject(new Error('The message channel closed'));
    tellVisible(document, () => {}, life.signal);
    await vi.advanceTimersByTimeAsync(0);
    watching(true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked()).toBe(2);
  });

  it('is silent while hidden, and tells at once when it is back', async () => {
    watching(true);
    tellVisible(document, () => {}, life.signal);
    await vi.advanceTimersByTimeAsync(0);
    become('hidden');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBe(1);
    become('visible');
    await vi.advanceTimersByTimeAsync(0);
    expect(asked()).toBe(2);
  });

  it('does not start while hidden', async () => {
    watching(true);
    become('hidden');
    tellVisible(document, () => {}, life.signal);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBe(0);
  });

  it('asks once more, not twice at a time, when things change under way', async () => {
    let answer = (_: unknown) => {};
    extension().answers['page.visible'] = () =>
      new Promise((resolve) => {
        answer = () => resolve(ok({ watching: false, needsYou: 0 }));
      });
    const tell = tellVisible(document, () => {}, life.signal);
    await vi.advanceTimersByTimeAsync(0);
    tell();
    tell();
    expect(asked()).toBe(1);
    answer(null);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked()).toBe(2);
    answer(null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBe(2);
  });

  it('ends with its script', async () => {
    watching(true);
    tellVisible(document, () => {}, life.signal);
    await vi.advanceTimersByTimeAsync(0);
    life.abort();
    await vi.advanceTimersByTimeAsync(60_000);
    become('visible');
    expect(asked()).toBe(1);
  });
});
