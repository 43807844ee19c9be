import { type Facts, seen } from './facts.ts';

/**
 * How the key stands, at a glance. `undecided`: refused or never answered, GLPI's words do not tell. `unreadable`: a
 * page we do not know, of which nothing is concluded.
 */
export type KeyState =
  | 'notChecked'
  | 'valid'
  | 'ended'
  | 'refused'
  | 'undecided'
  | 'noAnswer'
  | 'none'
  | 'unreachable'
  | 'keyFile'
  | 'noRight'
  | 'slow'
  | 'unreadable';

export function keyState(facts: Facts): KeyState {
  const { network } = facts;
  if (network.state === 'notYet') return 'notChecked';
  // What kept us from looking (no tab, signed out) is a problem of its own, and says nothing about the key.
  if (network.state === 'failed') return isStall(network.problem) ? 'slow' : 'notChecked';
  const tab = network.value;
  if (tab.layout === 'nothing') return 'noRight';
  if (tab.layout === 'keyFile' || tab.key === 'cipher') return 'keyFile';
  if (tab.layout === 'unknown' || tab.layout === 'confirm') return 'unreadable';
  if (tab.unreachable !== null) return 'unreachable';
  if (tab.answer === null) return tab.key === 'empty' ? 'none' : 'unreadable';
  if (tab.answer.good) return 'valid';
  if (tab.subscription !== null) return 'ended';
  return { yes: 'noAnswer', no: 'refused', unknown: 'undecided' }[tab.answer.unfetchable] as KeyState;
}

/** Whether a step ended because GLPI took too long. */
export function isStall(problem: { code: string; detail?: Readonly<Record<string, string>> }): boolean {
  return problem.code === 'timedOut' || (problem.code === 'serverFailed' && problem.detail?.status === '504');
}

/** Whether the marketplace says the same of the key as its own tab; its memory is up to a day old. */
export function marketplaceAgrees(facts: Facts): boolean | null {
  const list = seen(facts.marketplace);
  if (list === null) return null;
  const expected = {
    valid: ['open'],
    ended: ['ended'],
    refused: ['notValid'],
    undecided: ['notValid'],
    noAnswer: ['notValid'],
    none: ['notValid'],
    keyFile: ['notValid'],
    unreachable: ['unreachable'],
  } as Partial<Record<KeyState, string[]>>;
  const wanted = expected[keyState(facts)];
  if (wanted === undefined || list.verdict === 'unknown' || list.verdict === 'noRight') return null;
  return wanted.includes(list.verdict);
}
