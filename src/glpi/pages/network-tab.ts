import type { NetworkTab } from '../checks.ts';
import { keyShape } from '../network-key.ts';
import { quote, wordsOf } from '../quote.ts';
import type { Browsing } from './page.ts';
import { readSetupTab } from './setup-tab.ts';
import { languageOf, wordingOf } from './wording.ts';

const keyField = '[name="glpinetwork_registration_key"]';
const unfetchable = 'Unable to fetch registration information.';

const blank: NetworkTab = {
  step: 'network',
  layout: 'unknown',
  key: 'absent',
  unreachable: null,
  answer: null,
  subscription: null,
  period: null,
  owner: null,
  keyFile: [],
  inventory: 'unknown',
};

/**
 * Setup > General > GLPI Network, which makes GLPI ask the vendor anew. Two requests; a third one for GLPI's wording,
 * where a refusal is not in English. By structure alone (network-key.md 2.2, 2.3).
 */
export async function readNetworkTab(browsing: Browsing): Promise<NetworkTab> {
  const found = await readSetupTab(browsing, 'GLPINetwork$1');
  if (found.state !== 'shown')
    return { ...blank, layout: found.state === 'noRight' ? 'nothing' : found.state };
  const inventory = inventoryIn(found.page);
  const tab: NetworkTab = { ...networkTabIn(found.tab), inventory };
  if (tab.answer?.unfetchable !== 'unknown') return tab;
  return await withWording(browsing, languageOf(found.page), tab, tab.answer);
}

async function withWording(
  browsing: Browsing,
  language: string | null,
  tab: NetworkTab,
  answer: NonNullable<NetworkTab['answer']>,
): Promise<NetworkTab> {
  if (answer.says === unfetchable) return { ...tab, answer: { ...answer, unfetchable: 'yes' } };
  const wording = await wordingOf(browsing, language, unfetchable);
  if (wording === null) return tab;
  return { ...tab, answer: { ...answer, unfetchable: answer.says === quote(wording) ? 'yes' : 'no' } };
}

/** What the tab's content says. The key in it is looked at once, for its shape, and not passed on. */
export function networkTabIn(tab: Document): NetworkTab {
  if (tab.body.children.length === 0 && quote(tab.body.textContent) === '')
    return { ...blank, layout: 'nothing' };
  const keyFile = [...tab.querySelectorAll('.message-area .alert-danger li')].map((line) =>
    quote(line.textContent),
  );
  if (keyFile.length > 0 && tab.querySelector('form') === null)
    return { ...blank, layout: 'keyFile', keyFile };

  const field = tab.querySelector<HTMLInputElement | HTMLTextAreaElement>(keyField);
  const isHidden = tab.querySelector('[name="reset_registration_key"]') !== null;
  if (field === null && !isHidden) return blank;
  const key =
    field === null
      ? 'hidden'
      : keyShape(
          field.tagName === 'TEXTAREA' ? (field.textContent ?? '') : (field.getAttribute('value') ?? ''),
        );
  const isOld = field?.tagName === 'TEXTAREA';
  return {
    ...blank,
    layout: isOld ? 'form10' : 'form11',
    key,
    ...(isOld ? answerOf10(tab) : answerOf11(tab)),
  };
}

type Answered = Pick<NetworkTab, 'unreachable' | 'answer' | 'subscription' | 'period' | 'owner'>;

function answerOf10(tab: Document): Answered {
  const warning = tab.querySelector('.warning:has(.fa-exclamation-triangle)');
  const mark = [...tab.querySelectorAll('div:has(> .fa-info-circle)')].find((one) =>
    /\b(ok|red)\b/.test(one.className),
  );
  const row = mark?.closest('tr') ?? null;
  const rows =
    row === null ? [] : rowsAfter(row).filter((one) => one.querySelector('input, textarea, select') === null);
  const [subscription = '', owner = ''] = rows.map((one) =>
    quote(one.querySelector('td:last-child')?.textContent),
  );
  // Without data both cells hold the same word for "unknown", in whatever language.
  const hasData = subscription !== '' && subscription !== owner;
  return {
    unreachable: warning === null ? null : unreachableIn(warning, afterBreak(warning)),
    answer:
      mark === undefined ? null : answerIn(mark, /\bok\b/.test(mark.className), hasData || warning !== null),
    subscription: hasData ? subscription : null,
    period: null,
    owner: hasData ? owner : null,
  };
}

function rowsAfter(row: Element): Element[] {
  const rows: Element[] = [];
  for (let at = row.nextElementSibling; at !== null; at = at.nextElementSibling) {
    if (at.querySelectorAll('td').length === 2) rows.push(at);
  }
  return rows;
}

function afterBreak(element: Element): string | null {
  const lineBreak = element.querySelector('br');
  let text = '';
  for (let at = lineBreak?.nextSibling ?? null; at !== null; at = at.nextSibling)
    text += at.textContent ?? '';
  return lineBreak === null ? null : text;
}

function answerOf11(tab: Document): Answered {
  const warning = tab.querySelector('.alert-warning');
  const mark = tab.querySelector('span.text-success, span.text-danger');
  const values = mark === null ? [] : valuesAfter(tab, mark);
  const hasData = values.length >= 3;
  return {
    unreachable:
      warning === null ? null : unreachableIn(warning, warning.querySelector('.text-secondary')?.textContent),
    answer:
      mark === null
        ? null
        : answerIn(mark, mark.classList.contains('text-success'), hasData || warning !== null),
    subscription: hasData ? (values[0] ?? null) : null,
    period: hasData ? (values[1] ?? null) : null,
    owner: hasData ? (values[2] ?? null) : null,
  };
}

/** The plain values below the message: rows of the form that hold nothing to press or fill in. */
function valuesAfter(tab: Document, mark: Element): string[] {
  const fields = [...tab.querySelectorAll('.form-field')];
  const at = fields.findIndex((field) => field.contains(mark));
  const plain: string[] = [];
  for (const field of fields.slice(at + 1)) {
    if (field.querySelector('input, select, textarea, button, a') !== null) break;
    plain.push(quote(field.querySelector('.field-container')?.textContent));
  }
  return plain;
}

function unreachableIn(
  warning: Element,
  error: string | null | undefined,
): NonNullable<NetworkTab['unreachable']> {
  const whole = quote(error);
  // "Error was: " in the language of the session, then curl's own English.
  const bare = whole.replace(/^[^:：(]{1,40}?\s?[:：]\s*/u, '');
  return { says: wordsOf(warning), error: bare === '' ? null : bare };
}

function answerIn(mark: Element, good: boolean, isSettled: boolean): NonNullable<NetworkTab['answer']> {
  return { good, says: quote(mark.textContent), unfetchable: good || isSettled ? 'no' : 'unknown' };
}

/** Whether inventory is on: one of the settings that GLPI tells its own scripts in each page. */
function inventoryIn(page: Document): NetworkTab['inventory'] {
  for (const script of page.querySelectorAll('script:not([src])')) {
    const told = /"enabled_inventory"\s*:\s*"?([01])\b/.exec(script.textContent ?? '')?.[1];
    if (told !== undefined) return told === '1' ? 'on' : 'off';
  }
  return 'unknown';
}
