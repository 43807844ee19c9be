import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The recordings lie beside the repository, never in it. */
export const RECORDINGS = resolve(import.meta.dirname, '../../../../shared/recordings');

export const recordingsAreHere = existsSync(RECORDINGS);

export interface Exchange {
  request: { method: string; path: string; headers?: Record<string, string>; body: unknown };
  response: { status: number; headers?: Record<string, string>; body: unknown };
}

export function recordedFiles(folder: string, wanted: RegExp): string[] {
  if (!recordingsAreHere) return [];
  return readdirSync(resolve(RECORDINGS, folder))
    .filter((name) => wanted.test(name))
    .sort();
}

export function recordedText(file: string): string {
  return readFileSync(resolve(RECORDINGS, file), 'utf8');
}

export function recordedExchange(file: string): Exchange {
  return JSON.parse(recordedText(file)) as Exchange;
}

const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SESSION = /^[0-9a-z]{26}$/;
const HEX64 = /^[0-9a-f]{64}$/;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Where an answer differs from the recorded one. Times, uuids, session ids and hashes only have to look alike.
 * Bodies of reading requests were cut when they were recorded: there the stand-in may say more.
 */
export function differences(recorded: unknown, actual: unknown, mayBeCut: boolean, at = ''): string[] {
  const here = at === '' ? '(body)' : at;
  if (Array.isArray(recorded)) {
    if (!Array.isArray(actual)) return [`${here}: recorded a list, got ${JSON.stringify(actual)}`];
    if (recorded.length !== actual.length) {
      return [`${here}: recorded ${recorded.length} entries, got ${actual.length}`];
    }
    return recorded.flatMap((one, index) => differences(one, actual[index], mayBeCut, `${at}[${index}]`));
  }
  if (isObject(recorded)) {
    if (!isObject(actual)) return [`${here}: recorded an object, got ${JSON.stringify(actual)}`];
    const missing = Object.keys(recorded).filter((key) => !(key in actual));
    const extra = mayBeCut ? [] : Object.keys(actual).filter((key) => !(key in recorded));
    return [
      ...missing.map((key) => `${at}.${key}: missing`),
      ...extra.map((key) => `${at}.${key}: not recorded`),
      ...Object.keys(recorded)
        .filter((key) => key in actual)
        .flatMap((key) => differences(recorded[key], actual[key], mayBeCut, `${at}.${key}`)),
    ];
  }
  if (recorded === actual || looksAlike(recorded, actual)) return [];
  return [`${here}: recorded ${JSON.stringify(recorded)}, got ${JSON.stringify(actual)}`];
}

function looksAlike(recorded: unknown, actual: unknown): boolean {
  if (typeof recorded !== 'string' || typeof actual !== 'string') return false;
  if (recorded === 'HEX64') return HEX64.test(actual);
  return [MOMENT, UUID, SESSION].some((pattern) => pattern.test(recorded) && pattern.test(actual));
}
