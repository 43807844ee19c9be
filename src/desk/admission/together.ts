/** One step of many registrations: asked of GLPI in one request where that can be, and what came of it taken one by one. */
import { problemOf } from '../../invite/problem.ts';
import { isSiteWide, passing } from '../retry.ts';
import type { Admission } from './admission.ts';

/** Problems of the connection or of the site: nothing is to be had for any registration then, and the round ends. */
const concernsAll = (thrown: unknown) =>
  passing.includes(problemOf(thrown).code) || isSiteWide(problemOf(thrown));

/** A step of one registration. Where it fails, the registration is put off; what concerns all is thrown as well. */
export async function alone(one: Admission, step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (thrown) {
    await one.putOff(thrown);
    if (concernsAll(thrown)) throw thrown;
  }
}

/** The same for each of several, in their order; those that are halted on the way are left alone. */
export async function each(
  many: readonly Admission[],
  step: (one: Admission) => Promise<unknown>,
): Promise<void> {
  for (const one of many) if (!one.isHalted) await alone(one, () => step(one));
}

/**
 * A step of many: `ask` asks GLPI for all of them, and `take` takes the answer to each. Where asking for all fails by the
 * doing of one of them, it is asked for each by itself: one bad row does not harm the others.
 */
export async function together<Answer>(
  many: readonly Admission[],
  ask: (many: readonly Admission[]) => Promise<ReadonlyMap<Admission, Answer>>,
  take: (one: Admission, answer: Answer | undefined) => Promise<unknown>,
): Promise<void> {
  const going = many.filter(({ isHalted }) => !isHalted);
  if (going.length === 0) return;
  let answers: ReadonlyMap<Admission, Answer>;
  try {
    answers = await ask(going);
  } catch (thrown) {
    if (going.length > 1 && !concernsAll(thrown)) {
      for (const one of going) await together([one], ask, take);
      return;
    }
    for (const one of going) await one.putOff(thrown);
    if (concernsAll(thrown)) throw thrown;
    return;
  }
  await each(going, (one) => take(one, answers.get(one)));
}

/** The same several at a time. */
export async function inParts(
  many: readonly Admission[],
  most: number,
  step: (part: readonly Admission[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < many.length; from += most) await step(many.slice(from, from + most));
}
