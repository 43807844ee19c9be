import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import type { Core } from '../core.ts';
import { isMap } from '../exchange.ts';
import type { Session } from '../sessions.ts';

/** The riddle behind "I'm not a robot": find the number whose hash was given. */

const LIFETIME = 20 * 60;
const KEY = randomBytes(32);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const sign = (challenge: string) => createHmac('sha256', KEY).update(challenge).digest('hex');

export interface Challenge {
  algorithm: 'SHA-256';
  challenge: string;
  maxNumber: number;
  salt: string;
  signature: string;
}

export function newChallenge(core: Core, session: Session): Challenge {
  const until = Math.floor(core.clock.now().getTime() / 1000) + LIFETIME;
  const salt = `${randomBytes(12).toString('hex')}?expires=${until}&`;
  const maxNumber = core.options.proofOfWork;
  const challenge = sha256(salt + randomInt(0, maxNumber + 1));
  session.challenges.set(challenge, until);
  return { algorithm: 'SHA-256', challenge, maxNumber, salt, signature: sign(challenge) };
}

/** The challenge that a solution solves, when it is right, in time and not used up; null otherwise. */
export function solvedChallenge(core: Core, session: Session, encoded: string): string | null {
  const solution = decode(encoded);
  if (solution === null) return null;
  const { challenge, number, salt, signature } = solution;
  const until = session.challenges.get(challenge);
  if (until === undefined || until * 1000 < core.clock.now().getTime()) return null;
  if (sha256(salt + number) !== challenge || signature !== sign(challenge)) return null;
  return challenge;
}

function decode(
  encoded: string,
): { challenge: string; number: string; salt: string; signature: string } | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    if (!isMap(parsed)) return null;
    return {
      challenge: String(parsed.challenge),
      number: String(parsed.number),
      salt: String(parsed.salt),
      signature: String(parsed.signature),
    };
  } catch {
    return null;
  }
}
