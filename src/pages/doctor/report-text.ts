import type { Finding } from '../../doctor/diagnose.ts';
import { type Facts, seen } from '../../doctor/facts.ts';
import { keyState, marketplaceAgrees } from '../../doctor/key-state.ts';
import { placesOf } from '../../doctor/places.ts';
import { report, withoutMachine } from '../../doctor/report.ts';
import type { Quote } from '../../doctor/rules.ts';
import { t } from '../../ui/text.ts';
import { checkSteps } from './check-steps.ts';
import { findingText, quoteText } from './finding-text.ts';

/** Everything seen and concluded, as a text that may be shown to strangers. Names of people and firms are left out. */
export function reportText(
  facts: Facts,
  findings: readonly Finding[],
  site: string,
  version: string | null,
): string {
  const places = placesOf(facts);
  const system = seen(facts.system);
  const agrees = marketplaceAgrees(facts);
  const looked = checkSteps
    .filter((step) => facts[step].state !== 'notYet')
    .map((step) => {
      const look = facts[step];
      const failed = look.state === 'failed' ? ` (${look.problem.code})` : '';
      return `${t(`doctor_short_${step}`)}: ${t(look.state === 'seen' ? 'doctor_stepState_seen' : 'doctor_stepState_failed')}${failed}`;
    });
  return report(
    t('doctor_report_heading'),
    [
      {
        title: t('doctor_report_versions'),
        lines: [
          version,
          withoutMachine(system?.operatingSystem ?? '') || null,
          system?.installMode ?? null,
        ].filter((line) => line !== null),
      },
      {
        title: t('doctor_report_state'),
        lines: [
          t(`doctor_state_${keyState(facts)}`),
          ...(agrees === null
            ? []
            : [
                `${t('doctor_fact_marketplace')}: ${t(agrees ? 'doctor_marketplace_agrees' : 'doctor_marketplace_differs')}`,
              ]),
        ],
      },
      { title: t('doctor_report_steps'), lines: looked },
      ...findings.map((finding) => {
        const text = findingText(finding, places);
        // The subscription's title and holder are in no cause, and `why` may hold them: it is left out.
        return {
          title: `${t('doctor_report_finding')} (${t('doctor_report_table', { row: finding.id })})`,
          lines: [
            `${text.cause} [${text.certainty}]`,
            ...finding.quotes
              .map((quote) => withoutPeople(quote, facts))
              .filter((quote) => quote !== null)
              .map((quote) => `${t(`doctor_source_${quote.source}`)}: “${quoteText(quote, finding).text}”`),
          ],
        };
      }),
    ],
    site,
    system?.proxy ? [system.proxy.host] : [],
  );
}

/** Of the history only when, not who; of the messages that waited only curl's words: others name what the admin did. */
function withoutPeople(quote: Quote, facts: Facts): Quote | null {
  if (quote.source === 'history') return { ...quote, text: quote.text.split(' · ')[0] ?? '' };
  if (quote.source !== 'version') return quote;
  const error = seen(facts.version)?.error ?? null;
  return error !== null && quote.text.includes(error) ? { ...quote, text: error } : null;
}
