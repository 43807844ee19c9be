import { type Facts, seen } from '../../doctor/facts.ts';
import { type KeyState, keyState, marketplaceAgrees } from '../../doctor/key-state.ts';
import { CheckIcon, InfoIcon, WarningIcon } from '../../ui/icons.tsx';
import { t } from '../../ui/text.ts';

const quiet: readonly KeyState[] = ['notChecked', 'none', 'noRight', 'unreadable'];

/** The state of the key in one look, with what GLPI tells about it. */
export function KeyGlance({ facts, isWorking }: { facts: Facts; isWorking: boolean }) {
  const state = keyState(facts);
  const tone = state === 'valid' ? 'good' : quiet.includes(state) ? 'off' : 'attention';
  const tab = seen(facts.network);
  const agrees = marketplaceAgrees(facts);
  const told: readonly (readonly [string, string | null | undefined])[] = [
    [t('doctor_fact_says'), tab?.answer?.says],
    [t('doctor_fact_subscription'), tab?.subscription],
    [t('doctor_fact_period'), tab?.period],
    [t('doctor_fact_owner'), tab?.owner],
  ];
  return (
    <div
      class={`glance ${tone}`}
      aria-busy={isWorking}
      role="status"
      data-test="key-state"
      data-state={state}
    >
      <span class="glance-mark" aria-hidden="true">
        {isWorking ? (
          <span class="spinner" />
        ) : tone === 'good' ? (
          <CheckIcon />
        ) : tone === 'off' ? (
          <InfoIcon />
        ) : (
          <WarningIcon />
        )}
      </span>
      <div class="glance-body">
        <p class="glance-state">{isWorking ? t('doctor_checking') : t(`doctor_state_${state}`)}</p>
        {!isWorking && <p class="hint">{t(`doctor_state_${state}_what`)}</p>}
        {!isWorking && tab !== null && (
          <dl class="glance-facts">
            {told.map(([name, value]) =>
              value ? (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <bdi>{value}</bdi>
                  </dd>
                </div>
              ) : null,
            )}
            {facts.marketplace.state !== 'notYet' && (
              <div>
                <dt>{t('doctor_fact_marketplace')}</dt>
                <dd class={agrees === false ? 'wrong' : ''}>
                  {t(
                    agrees === null
                      ? 'doctor_marketplace_unknown'
                      : agrees
                        ? 'doctor_marketplace_agrees'
                        : 'doctor_marketplace_differs',
                  )}
                </dd>
              </div>
            )}
          </dl>
        )}
      </div>
    </div>
  );
}
