import type { AdviceKey, Places, System } from '../../doctor/advice.ts';
import type { Finding } from '../../doctor/diagnose.ts';
import type { Quote, RowId } from '../../doctor/rules.ts';
import { type TextKey, t } from '../../ui/text.ts';

/** What the admin reads about one finding. */
export interface FindingText {
  readonly cause: string;
  readonly why: string;
  readonly certainty: string;
  /** What looks the same from outside; null where nothing does. */
  readonly apart: string | null;
}

type RowText = RowId | '26no';

const apartTexts: Partial<Record<RowText, TextKey>> = {
  '03': 'doctor_row_03_apart',
  '05': 'doctor_row_05_apart',
  '06': 'doctor_row_06_apart',
  '09': 'doctor_row_09_apart',
  '10': 'doctor_row_10_apart',
  '13': 'doctor_row_13_apart',
  '15': 'doctor_row_15_apart',
  '16': 'doctor_row_16_apart',
  '17': 'doctor_row_17_apart',
  '18': 'doctor_row_18_apart',
  '19': 'doctor_row_19_apart',
  '23': 'doctor_row_23_apart',
  '26': 'doctor_row_26_apart',
  '26no': 'doctor_row_26no_apart',
  '28': 'doctor_row_28_apart',
  '34': 'doctor_row_34_apart',
};

/** Whether the vendor answered this browser is one row with two outcomes. */
const rowText = ({ id, detail }: Finding): RowText =>
  id === '26' && detail.reached === 'false' ? '26no' : id;

/** The sentences of one finding, in the user's language. */
export function findingText(finding: Finding, places: Places): FindingText {
  const row = rowText(finding);
  const detail: Record<string, string> = { host: places.host, dir: places.dir };
  // GLPI may leave a value out: a dash reads better than a gap.
  for (const [name, value] of Object.entries(finding.detail)) detail[name] = value === '' ? '–' : value;
  const apart = apartTexts[row];
  return {
    cause: t(`doctor_row_${row}_cause`, detail),
    why: t(`doctor_row_${row}_why`, detail),
    certainty: t(`doctor_certainty_${finding.certainty}`),
    apart: finding.apart && apart !== undefined ? t(apart, detail) : null,
  };
}

/** What was seen, in GLPI's words or, where it said nothing, in ours. */
export function quoteText(
  quote: Quote,
  finding: Finding,
): { readonly isOurs: boolean; readonly text: string } {
  if (finding.id === '34') {
    const text =
      quote.text === '' ? t('doctor_quoteStalled') : t('doctor_quoteStatus', { status: quote.text });
    return { isOurs: true, text };
  }
  if (quote.text !== '') return { isOurs: false, text: quote.text };
  return { isOurs: true, text: t(ourQuote(quote, finding)) };
}

function ourQuote(quote: Quote, finding: Finding): TextKey {
  if (quote.source === 'admin') return 'doctor_quoteEntered';
  if (quote.source === 'browser')
    return finding.detail.reached === 'true' ? 'doctor_quoteReached' : 'doctor_quoteNotReached';
  return finding.id === '05' ? 'doctor_quoteCipher' : 'doctor_quoteNothing';
}

/** Where one thing is done so differently that other words are needed, not only another command. */
const systemTexts: Partial<Record<AdviceKey, Partial<Record<System, TextKey>>>> = {
  openServer: { docker: 'doctor_do_openServer_docker', windows: 'doctor_do_openServer_windows' },
  copyCaToServer: { docker: 'doctor_do_copyCaToServer_docker', windows: 'doctor_do_copyCaToServer_windows' },
  addCompanyCa: { windows: 'doctor_do_addCompanyCa_windows' },
  phpOwnList: { windows: 'doctor_do_phpOwnList_windows' },
  restartPhp: { windows: 'doctor_do_restartPhp_windows' },
  tryConnect: { windows: 'doctor_do_tryConnect_windows' },
  undoCompanyCa: { windows: 'doctor_do_undoCompanyCa_windows' },
};

/** What is to be seen after it was typed, and what else may be seen; where the command does not speak for itself. */
const expected: Partial<Record<AdviceKey, TextKey>> = {
  whoSigned: 'doctor_expect_whoSigned',
  recogniseCa: 'doctor_expect_recogniseCa',
  testCompanyCa: 'doctor_expect_testCompanyCa',
  addCompanyCa: 'doctor_expect_addCompanyCa',
  phpOwnList: 'doctor_expect_phpOwnList',
  tryConnect: 'doctor_expect_tryConnect',
};
const systemExpected: Partial<Record<AdviceKey, Partial<Record<System, TextKey | null>>>> = {
  recogniseCa: { windows: 'doctor_expect_recogniseCa_windows' },
  addCompanyCa: { windows: 'doctor_expect_addCompanyCa_windows' },
  // There it is something to be changed, not to be looked at.
  phpOwnList: { windows: null },
  tryConnect: { windows: 'doctor_expect_tryConnect_windows' },
};

/** How one knows that it worked; null where there is nothing to see. */
export function expectedText(key: AdviceKey, system: System): string | null {
  const own = systemExpected[key]?.[system];
  const text = own === undefined ? expected[key] : own;
  return text === undefined || text === null ? null : t(text);
}

/** One thing to do, on the system that GLPI runs on. */
export function adviceText(key: AdviceKey, system: System, places: Places): string {
  return t(systemTexts[key]?.[system] ?? `doctor_do_${key}`, { host: places.host });
}
