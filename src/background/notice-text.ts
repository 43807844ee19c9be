import type { Due } from '../desk/notices.ts';
import type { NoticeKind } from '../invite/notice.ts';
import { problemText } from '../ui/problem-text.ts';
import { language, plural, t } from '../ui/text.ts';
import { beginningOf, typedInSentence } from '../ui/typed.ts';
import { placeInDashboard } from './dashboard-tab.ts';

/** Things of one kind at one site, told together. */
export interface NoticeGroup {
  readonly kind: NoticeKind;
  readonly all: readonly [Due, ...Due[]];
}

export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

/** One notification for each kind and site: twelve people who register at once are no reason for twelve of them. */
export function grouped(due: readonly Due[]): NoticeGroup[] {
  const groups = new Map<string, [Due, ...Due[]]>();
  for (const one of due) {
    const key = `${one.kind} ${one.site}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].map((all) => ({ kind: all[0].kind, all }));
}

const longestName = 60;
const mostNames = 3;

/** What somebody typed in a place where whoever passes by may read it. */
const named = (text: string) => typedInSentence(beginningOf(text, longestName));

/** The words of a notification. Without `showNames` there is nothing in it about anybody: no name, no label, no address of a person. */
export function noticeText({ kind, all }: NoticeGroup, showNames: boolean): NoticeText {
  const [first] = all;
  const site = first.siteName;
  const count = all.length;
  const names = showNames ? all.flatMap(({ who }) => (who === '' ? [] : [named(who)])) : [];
  const title = plural(`notice_${kind}`, count, { site });
  if (names.length === 0) return { title, body: t(`notice_${kind}Body`, { site }) };
  if (count > 1) return { title, body: t('notice_namesAt', { names: listOf(names), site }) };
  const [name = ''] = names;
  if (kind === 'waiting') {
    return {
      title: t('notice_waitingNamed', { name }),
      body: t('notice_byInvite', { label: named(first.label), site }),
    };
  }
  const what =
    first.problem === null ? t(`notice_${kind}Body`, { site }) : problemText(first.problem).sentence;
  return { title, body: t('notice_named', { name, what }) };
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, mostNames);
  const more = names.length - shown.length;
  const all = more > 0 ? [...shown, plural('notice_more', more)] : shown;
  return new Intl.ListFormat(language(), { type: 'conjunction' }).format(all);
}

/** Where a press on the notification leads. */
export function noticePlace({ kind, all }: NoticeGroup): string {
  const [first] = all;
  const { site } = first;
  const isOne = all.length === 1;
  if (kind === 'waiting' || (kind === 'needsPerson' && all.some(({ registration }) => registration !== null)))
    return placeInDashboard('registrations', {
      state: 'needsYou',
      site,
      open: isOne ? (first.registration ?? '') : '',
    });
  if (kind === 'needsPerson') return placeInDashboard('invites', onlyInvite(isOne, first, 'needsYou'));
  return placeInDashboard('invites', onlyInvite(isOne, first, 'live'));
}

function onlyInvite(isOne: boolean, { invite, site }: Due, status: string): Record<string, string> {
  return isOne && invite !== null ? { open: invite } : { status, site };
}
