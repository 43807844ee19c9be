import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Outcome } from '../../messages/ask.ts';
import type { VendorVerdict } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { allowVendor, pauseMs } from './allow-vendor.ts';

export interface AskVendorProps {
  /** Where the key stands: it is read there, once, and nowhere else. */
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** What stands there has the shape of a whole key. */
  readonly isWhole: boolean;
  /** The key was taken out of the field, on its way to the vendor. */
  readonly onSent: () => void;
}

type Refusal = 'denied' | 'tooSoon';

/** Asks the vendor about the key in the field, on a press that says what is sent to whom. Keeps the answer, not the key. */
export function AskVendor({ field, isWhole, onSent }: AskVendorProps) {
  const [isAsking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [outcome, setOutcome] = useState<Outcome<VendorVerdict> | null>(null);
  const lastAt = useRef(Number.NEGATIVE_INFINITY);

  function onPress() {
    if (Date.now() - lastAt.current < pauseMs) return setRefusal('tooSoon');
    const allowing = allowVendor();
    setRefusal(null);
    setOutcome(null);
    void allowing.then(async (isAllowed) => {
      if (!isAllowed || field.current === null) return setRefusal('denied');
      lastAt.current = Date.now();
      setAsking(true);
      const asking = ask('doctor.askVendorAboutKey', { key: field.current.value });
      field.current.value = '';
      onSent();
      setOutcome(await asking);
      setAsking(false);
    });
  }

  return (
    <>
      {(isWhole || isAsking) && (
        <div class="browser-check">
          <h3>{t('doctor_askVendor_title')}</h3>
          <p id="ask-vendor-note">{t('doctor_askVendor_what')}</p>
          <div class="actions">
            <Button
              onClick={onPress}
              busy={isAsking ? t('doctor_askVendor_asking') : null}
              describedBy="ask-vendor-note"
            >
              {t('doctor_askVendor')}
            </Button>
          </div>
        </div>
      )}
      <div role="status" data-test="vendor-verdict">
        {refusal !== null && (
          <Notice tone="warning">
            <p>{t(refusal === 'denied' ? 'doctor_browserCheck_denied' : 'doctor_pause')}</p>
          </Notice>
        )}
        {outcome?.ok && <Verdict verdict={outcome.value} />}
        {outcome !== null && !outcome.ok && <ProblemNotice problem={outcome.problem} tone="warning" />}
      </div>
    </>
  );
}

function Verdict({ verdict }: { verdict: VendorVerdict }) {
  const told: readonly (readonly [string, string | null])[] = [
    [t('doctor_askVendor_says'), verdict.says],
    [t('doctor_fact_subscription'), verdict.subscription],
    [t('doctor_fact_period'), verdict.period],
    [t('doctor_fact_owner'), verdict.owner],
  ];
  return (
    <Notice tone={verdict.verdict === 'accepted' ? 'info' : 'warning'}>
      <p class="notice-sentence" data-verdict={verdict.verdict}>
        {t(`doctor_vendor_${verdict.verdict}`)}
      </p>
      <p class="notice-next">{t(`doctor_vendor_${verdict.verdict}_next`)}</p>
      <dl class="glance-facts">
        {told.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ),
        )}
      </dl>
    </Notice>
  );
}
