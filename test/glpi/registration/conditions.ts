import { isMap } from '../exchange.ts';

/** GLPI's conditions on answers: whether a question is shown, an answer valid, the form ready to be sent. */

export type Answers = Map<string, string | string[]>;

interface Condition {
  item: string;
  item_uuid: string;
  item_type: string;
  value_operator: string | null;
  value: unknown;
  logic_operator: string | null;
}

function readConditions(stored: string): Condition[] {
  const parsed: unknown = stored === '' ? [] : JSON.parse(stored);
  const all = Array.isArray(parsed) ? parsed : isMap(parsed) ? Object.values(parsed) : [];
  return all.filter(isMap).map((one) => ({
    item: String(one.item ?? ''),
    item_uuid: String(one.item_uuid ?? String(one.item ?? '').replace(/^[a-z]+-/, '')),
    item_type: String(one.item_type ?? 'question'),
    value_operator: one.value_operator === undefined ? null : String(one.value_operator),
    value: one.value,
    logic_operator: one.logic_operator === undefined ? null : String(one.logic_operator),
  }));
}

/** A PHP pattern with its delimiters as one of ours; null when it is none. */
export function phpPattern(pattern: string): RegExp | null {
  const found = /^([^\w\s\\])([\s\S]*)\1([imsuxD]*)$/.exec(pattern.trim());
  if (found === null) return null;
  try {
    return new RegExp(found[2] ?? '', (found[3] ?? '').replace(/[xD]/g, ''));
  } catch {
    return null;
  }
}

function holds(condition: Condition, answer: string | string[] | undefined, shown: boolean): boolean {
  const wanted = String(condition.value ?? '');
  const given = Array.isArray(answer) ? answer : [answer ?? ''];
  const one = given[0] ?? '';
  const same = given.some((value) => value.trim().toLowerCase() === wanted.trim().toLowerCase());
  const within = given.some((value) => value.toLowerCase().includes(wanted.toLowerCase()));
  const size = [...one].length;
  switch (condition.value_operator) {
    case 'equals':
      return same;
    case 'not_equals':
      return !same;
    case 'contains':
      return within;
    case 'not_contains':
      return !within;
    case 'match_regex':
      return phpPattern(wanted)?.test(one) ?? false;
    case 'not_match_regex':
      return !(phpPattern(wanted)?.test(one) ?? false);
    case 'length_greater_than':
      return size > Number(wanted);
    case 'length_greater_than_or_equals':
      return size >= Number(wanted);
    case 'length_less_than':
      return size < Number(wanted);
    case 'length_less_than_or_equals':
      return size <= Number(wanted);
    case 'greater_than':
      return Number(one) > Number(wanted);
    case 'greater_than_or_equals':
      return Number(one) >= Number(wanted);
    case 'less_than':
      return Number(one) < Number(wanted);
    case 'less_than_or_equals':
      return Number(one) <= Number(wanted);
    case 'visible':
      return shown;
    case 'not_visible':
      return !shown;
    case 'empty':
      return one === '';
    case 'not_empty':
      return one !== '';
    default:
      return false;
  }
}

/** Conditions joined in order, AND before OR. */
export function conditionsHold(stored: string, answers: Answers, shown: (uuid: string) => boolean): boolean {
  const groups: boolean[][] = [];
  for (const condition of readConditions(stored)) {
    const result = holds(condition, answers.get(condition.item_uuid), shown(condition.item_uuid));
    const last = groups.at(-1);
    if (last === undefined || condition.logic_operator === 'or') groups.push([result]);
    else last.push(result);
  }
  return groups.some((group) => group.every(Boolean));
}

/** How long an answer may be, where that is the condition; GLPI says it to whoever typed more. */
export function longestOf(stored: string): string | null {
  const [first] = readConditions(stored);
  return first?.value_operator === 'length_less_than_or_equals' ? String(first.value) : null;
}

export function isShown(
  strategy: string,
  stored: string,
  answers: Answers,
  shown: (uuid: string) => boolean,
): boolean {
  if (strategy === 'visible_if') return conditionsHold(stored, answers, shown);
  if (strategy === 'hidden_if') return !conditionsHold(stored, answers, shown);
  return true;
}
