import { type AdviceKey, commandFor, isFor, type Places, type System } from '../../doctor/advice.ts';
import type { Finding } from '../../doctor/diagnose.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { t } from '../../ui/text.ts';
import { adviceText, expectedText, findingText, quoteText } from './finding-text.ts';

export interface FindingCardProps {
  readonly finding: Finding;
  readonly system: System;
  readonly places: Places;
  /** The first is the verdict; the others say more. */
  readonly isFirst: boolean;
}

const tones = { certain: 'good', likely: 'busy', open: 'attention' } as const;

/** One finding: the cause in plain words, what was seen, how sure that is, what to do. All of GLPI's words are text. */
export function FindingCard({ finding, system, places, isFirst }: FindingCardProps) {
  const text = findingText(finding, places);
  return (
    <article class={`finding${isFirst ? ' first' : ''}`} data-test="finding" data-row={finding.id}>
      <header>
        <h3 class="cause" data-test="cause">
          {text.cause}
        </h3>
        <StateBadge tone={tones[finding.certainty]}>{text.certainty}</StateBadge>
      </header>
      <p class="why">{text.why}</p>
      {finding.quotes.length > 0 && (
        <div class="seen">
          <h4>{t('doctor_seen')}</h4>
          {finding.quotes.map((quote, index) => {
            const { isOurs, text: words } = quoteText(quote, finding);
            return (
              <figure key={index}>
                <blockquote class={isOurs ? 'ours' : 'mono'}>{words}</blockquote>
                <figcaption>{t(`doctor_source_${quote.source}`)}</figcaption>
              </figure>
            );
          })}
        </div>
      )}
      {finding.advice.length > 0 && (
        <div class="todo">
          <h4>{t('doctor_todo')}</h4>
          <ol class="numbered">
            {finding.advice
              .filter((key) => isFor(key, system))
              .map((key) => (
                <Advice key={key} advice={key} system={system} places={places} />
              ))}
          </ol>
        </div>
      )}
      {text.apart !== null && (
        <p class="apart">
          <strong>{t('doctor_sure')}</strong> {text.apart}
        </p>
      )}
    </article>
  );
}

interface AdviceProps {
  readonly advice: AdviceKey;
  readonly system: System;
  readonly places: Places;
}

/** One thing to do: in words, as a command, and how one knows that it worked. */
function Advice({ advice, system, places }: AdviceProps) {
  const words = adviceText(advice, system, places);
  const command = commandFor(advice, system, places);
  const expected = expectedText(advice, system);
  return (
    <li data-advice={advice}>
      <span>{words}</span>
      <Command text={command} what={words} />
      {command?.includes(' -U NAME') && <p class="expected">{t('doctor_proxyName')}</p>}
      {expected !== null && (
        <p class="expected">
          <strong>{t('doctor_expect')}</strong> {expected}
        </p>
      )}
    </li>
  );
}

/** What to type, ready to copy. A line that is too long goes on indented, so that nobody takes it for two. */
export function Command({ text, what }: { text: string | null; what: string }) {
  if (text === null) return null;
  return (
    <div class="command small">
      <pre class="mono">
        {text.split('\n').map((line, index) => (
          <span key={index} class="line">
            {line}
          </span>
        ))}
      </pre>
      <CopyButton text={text} kind="quiet" label={t('doctor_copyCommandNamed', { what })}>
        {t('doctor_copyCommand')}
      </CopyButton>
    </div>
  );
}
