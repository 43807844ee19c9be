// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { columnsByHeader, peopleColumns } from '../../../src/invite/people.ts';
import { mends, problemCodes } from '../../../src/invite/problem.ts';
import { wordingLanguages } from '../../../src/invite/wording.ts';
import { textsOf } from './fake-extension.ts';

const root = new URL('../../../', import.meta.url);
const languages = readdirSync(new URL('public/_locales/', root));
const english = textsOf('en');

const placeholders = (text: string | undefined) =>
  [...(text ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

/** The forms that a language asks for and ours does not spell out fall back to `_other`. */
const pluralForms = /_(zero|one|two|few|many|other)$/;

/** What the details of a problem may hold (invite/problem.ts and its makers). */
const details: Partial<Record<string, string[]>> = {
  notGlpi: ['address'],
  unreachable: ['host'],
  certificateNotTrusted: ['host'],
  timedOut: ['host'],
  serverFailed: ['status'],
  glpiTooOld: ['version'],
  addressNotAllowed: ['address'],
  userRightMissing: ['profile'],
  formRightMissing: ['profile'],
  ticketRightMissing: ['profile'],
  formsNotAvailable: ['version'],
  clockWrong: ['minutes'],
  rightRefused: ['what'],
  refusedByGlpi: ['message'],
  itemMissing: ['what'],
  profileNotGrantable: ['profile'],
  profileMissing: ['profile'],
  entityMissing: ['entity'],
  groupMissing: ['group'],
  addressNotValid: ['address'],
  domainNotValid: ['domain'],
  addressOutsideInvite: ['address'],
  usesBelowMade: ['used'],
  choicesTooFew: ['question'],
  choiceTwice: ['question', 'choice'],
  answerMissing: ['question'],
  answerNotOffered: ['question', 'answer'],
  lifeAboveRail: ['days'],
  usesAboveRail: ['most'],
  profileOutsideRails: ['profile', 'allowed'],
  domainOutsideRails: ['domain', 'allowed'],
  railsUnreadable: ['settings'],
  placeholderUnknown: ['placeholder'],
  rowTwice: ['line'],
  accountExists: ['login'],
  inviteExists: ['label'],
  groupUnknown: ['group'],
  tooManyRows: ['limit'],
  accountNotOurs: ['login'],
  loginNotValid: ['login'],
  loginTaken: ['login'],
  addressTaken: ['address', 'login'],
  refusedByAdmin: ['text'],
  submittedWhileSignedIn: ['user'],
  unusualAddress: ['address'],
  lookalikeAddress: ['address', 'login'],
  tooManyAnHour: ['limit'],
  grantNotGiven: ['asked', 'granted', 'login'],
  noFreeLogin: ['login'],
  sealCopied: ['form'],
  sealOtherSite: ['site'],
  sealForeign: ['name'],
  issuerNotTrusted: ['name'],
  accountGone: ['login'],
  accountInTrash: ['login'],
  accountInactive: ['login'],
  accountElsewhere: ['login'],
  linkNotSet: ['login'],
  linkNotCleared: ['login'],
  linkReplaced: ['login'],
  cameInAlready: ['login'],
  notWaiting: ['state'],
  siteUnknown: ['address'],
  recordSetAside: ['count'],
  passphraseTooShort: ['length'],
  backupTooLarge: ['limit'],
  unexpected: ['what'],
};

function sources(folder: URL): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && /\.tsx?$/.test(file.name))
    .map((file) => readFileSync(`${file.parentPath}/${file.name}`, 'utf8'))
    .join('\n');
}

describe('the texts', () => {
  it('exist in every language in which people can be invited, and the other way round', () => {
    expect(languages.map((folder) => folder.replace('_', '-')).sort()).toEqual([...wordingLanguages].sort());
  });

  it.each(languages)('have in %s every form that counting asks for there', (folder) => {
    const texts = textsOf(folder);
    const language = folder.replace('_', '-');
    expect(texts.language?.message).toBe(language);
    const forms = new Intl.PluralRules(language)
      .resolvedOptions()
      .pluralCategories // Of millions alone; `plural` takes the usual form for them.
      .filter((form) => form !== 'many' || !['es', 'fr', 'it', 'pt-BR'].includes(language));
    const bases = Object.keys(english).flatMap((key) => /^(.*)_one$/.exec(key)?.[1] ?? []);
    const missing = bases.flatMap((base) =>
      forms.map((form) => `${base}_${form}`).filter((key) => !(key in texts)),
    );
    expect(missing).toEqual([]);
  });

  it.each(languages)(
    'name a button in %s by what stands on it, for whoever speaks to the computer',
    (folder) => {
      const texts = textsOf(folder);
      const inOther = Object.keys(texts).filter((key) => {
        const seen = texts[key.replace(/Named$/, '')]?.message ?? '';
        return key.endsWith('Named') && !texts[key]?.message.toLowerCase().includes(seen.toLowerCase());
      });
      expect(inOther).toEqual([]);
    },
  );

  it.each(languages)('tell in %s what the extension is in what the stores have room for', (folder) => {
    expect(textsOf(folder).extensionDescription?.message.length).toBeLessThanOrEqual(132);
  });

  it.each(languages)('are the same set in %s, with the same placeholders, none empty', (language) => {
    const texts = textsOf(language);
    const kept = (key: string) => !pluralForms.test(key) || key.endsWith('_other');
    expect(Object.keys(texts).filter(kept).sort()).toEqual(Object.keys(english).filter(kept).sort());
    for (const [key, { message }] of Object.entries(texts)) {
      expect(message.trim(), key).not.toBe('');
      // Chrome reads `$` as the start of a placeholder of its own.
      expect(message, key).not.toContain('$');
      const counted = key.replace(pluralForms, '_other');
      const reference = `${key.replace(pluralForms, '')}_one` in english ? english[counted] : english[key];
      const expected = placeholders(reference?.message);
      // Of one, and in Arabic of none and two, the number need not be said; in Russian `_one` is 21 too.
      const uncounted = expected.filter((name) => name !== 'count' || !/_(zero|one|two)$/.test(key));
      expect([expected, uncounted], key).toContainEqual(placeholders(message));
    }
  });

  it.each(problemCodes)('say what %s is and what to do, with what its detail holds', (code) => {
    const sentence = english[`problem_${code}`]?.message;
    const next = english[`problem_${code}_next`]?.message;
    expect(sentence).toMatch(/\S.*[.}]$/);
    expect(next).toMatch(/\S.*\.$/);
    const allowed = details[code] ?? [];
    for (const name of [...placeholders(sentence), ...placeholders(next)]) expect(allowed).toContain(name);
  });

  it.each(mends)('say on the button what %s does and, before it is done, what it changes', (mend) => {
    expect(english[`mend_${mend}`]?.message).toBeTruthy();
    expect(english[`mend_${mend}_changes`]?.message).toMatch(/nothing/i);
  });

  it('name the address that letAddressIn lets in', () => {
    expect(placeholders(english.mend_letAddressIn_changes?.message)).toContain('address');
  });

  it('are all used, and all that is used exists', () => {
    const code = sources(new URL('src/', root));
    const manifest = readFileSync(new URL('manifest.json', root), 'utf8');
    const named = new Set([
      ...[...code.matchAll(/'(\w+)'/g)].map(([, name]) => name ?? ''),
      ...[...manifest.matchAll(/__MSG_(\w+)__/g)].map(([, name]) => name ?? ''),
    ]);
    const families = [...code.matchAll(/`(\w+_)\$\{/g)].map(([, prefix]) => prefix ?? '');
    const unused = Object.keys(english).filter(
      (key) =>
        !named.has(key) &&
        !named.has(key.replace(pluralForms, '')) &&
        !families.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
    for (const [, key] of manifest.matchAll(/__MSG_(\w+)__/g)) expect(english).toHaveProperty(key ?? '');
  });

  it('stand nowhere in the code', () => {
    // Text between tags, or in an attribute that is read out.
    const inMarkup =
      /(?:>\s*[A-Z][a-z]+ [a-z]+[^<{}=;]*<\/)|(?:(?:aria-label|title|placeholder|alt)="[^"]+")/g;
    const shown = ['src/ui/', 'src/pages/', 'src/content/']
      .map((folder) => sources(new URL(folder, root)))
      .join('\n');
    expect([...shown.matchAll(inMarkup)].map(([found]) => found)).toEqual([]);
  });
});

describe('a file of rows that did not work', () => {
  it.each(languages)('is understood when it is fed again, with the headings that it has in %s', (folder) => {
    const texts = textsOf(folder);
    const heads = peopleColumns.map((column) => texts[`bulk_head_${column}`]?.message ?? '');
    const { name: _, ...expected } = Object.fromEntries(peopleColumns.map((column, at) => [column, at]));
    const plan = columnsByHeader(heads);
    for (const [column, at] of Object.entries(expected))
      expect([column, plan[column as 'email']]).toEqual([column, at]);
  });
});
