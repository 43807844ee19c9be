import { useState } from 'preact/hooks';
import { commandFor, type System } from '../../doctor/advice.ts';
import { diagnose } from '../../doctor/diagnose.ts';
import { type Facts, seen } from '../../doctor/facts.ts';
import { isStall, keyState } from '../../doctor/key-state.ts';
import { placesOf, systemSeen } from '../../doctor/places.ts';
import { stepsToTheCause } from '../../doctor/plan.ts';
import type { SiteView } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { OutIcon } from '../../ui/icons.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { FindingCard } from './finding-card.tsx';
import { KeyGlance } from './key-glance.tsx';
import { StepList } from './step-list.tsx';
import { SystemChoice } from './system-choice.tsx';
import type { Checkup } from './use-checkup.ts';

/** The key's state at a glance, the way to its cause, and the verdict. */
export function KeyPart({ site, checkup }: { site: SiteView; checkup: Checkup }) {
  const { facts, work } = checkup;
  const [chosen, setChosen] = useState<System | null>(null);
  const guessed = systemSeen(facts);
  const system = chosen ?? guessed ?? 'debian';
  const places = placesOf(facts);
  const findings = diagnose(facts);
  const main = findings.filter(({ kind }) => kind === 'main');
  const beside = findings.filter(({ kind }) => kind === 'beside');
  const hasCommands = findings.some(({ advice }) =>
    advice.some((key) => commandFor(key, system, places) !== null),
  );
  const toCause = stepsToTheCause(facts).filter((step) => facts[step].state === 'notYet');
  const isChecked = facts.network.state !== 'notYet';
  const state = keyState(facts);
  // The cause is known: more steps can only tell about the plugins.
  const isSettled = state === 'valid' || state === 'ended';
  const card = (finding: (typeof findings)[number], index: number) => (
    <FindingCard key={finding.id} finding={finding} system={system} places={places} isFirst={index === 0} />
  );

  return (
    <section class="sheet" aria-labelledby="key-title">
      <div>
        <h2 id="key-title">{t('doctor_key')}</h2>
        <p class="hint">{t('doctor_key_what')}</p>
      </div>
      <KeyGlance facts={facts} isWorking={work === 'check'} />
      {facts.network.state === 'failed' && !isStall(facts.network.problem) && (
        <ProblemNotice problem={facts.network.problem} tone="warning">
          <Button onClick={() => void ask('site.openTab', { site: site.id })}>{t('openGlpi')}</Button>
        </ProblemNotice>
      )}
      <div class="actions">
        <Button
          kind={isChecked ? 'secondary' : 'primary'}
          onClick={checkup.check}
          busy={work === 'check' ? t('doctor_checking') : null}
        >
          {t(isChecked ? 'doctor_checkAgain' : 'doctor_check')}
        </Button>
        {toCause.length > 0 && work !== 'check' && (
          <Button
            kind={isSettled ? 'quiet' : 'primary'}
            onClick={checkup.findCause}
            busy={work === 'cause' ? t('doctor_finding') : null}
            describedBy="find-cause-note"
          >
            {t(isSettled ? 'doctor_lookFurther' : 'doctor_findCause')}
          </Button>
        )}
        <a
          class="button quiet"
          href={`${site.id}/front/config.form.php?forcetab=GLPINetwork%241`}
          target="_blank"
          rel="noreferrer"
        >
          {t('doctor_openTab')} <OutIcon />
        </a>
      </div>
      <p class="wrong" role="status" hidden={!checkup.isTooSoon}>
        {checkup.isTooSoon && t('doctor_pause')}
      </p>
      {!isChecked && <p class="hint">{t('doctor_checkNote')}</p>}
      {toCause.length > 0 && work === null && (
        <p class="hint" id="find-cause-note">
          {t('doctor_findCause_note', { steps: toCause.map((step) => t(`doctor_short_${step}`)).join(', ') })}
          {toCause.includes('version') && ` ${t('doctor_findCause_version')}`}
        </p>
      )}
      <StepList steps={checkup.steps} />
      <Toasts facts={facts} />
      {findings.length > 0 && work !== 'check' && (
        <div class="findings" data-test="findings">
          {hasCommands && <SystemChoice system={system} isSeen={guessed !== null} onSystem={setChosen} />}
          {main.map(card)}
          {main.some(({ id }) => id === '03') && (
            <div class="actions">
              <Button onClick={checkup.sayEntered} busy={work === 'cause' ? t('doctor_finding') : null}>
                {t('doctor_iEntered')}
              </Button>
            </div>
          )}
          {seen(facts.network)?.unreachable && <BrowserCheck checkup={checkup} />}
          {beside.length > 0 && <h3 class="also">{t('doctor_also')}</h3>}
          {beside.map((finding) => card(finding, 1))}
        </div>
      )}
    </section>
  );
}

/** What waited for the admin in GLPI, which our reading took away from there. */
function Toasts({ facts }: { facts: Facts }) {
  const says = seen(facts.version)?.says ?? [];
  const others = says.slice(0, -1);
  if (others.length === 0) return null;
  return (
    <Notice tone="info">
      <p class="notice-sentence">{t('doctor_toasts')}</p>
      {others.map((text) => (
        <p key={text}>
          <q>{text}</q>
        </p>
      ))}
    </Notice>
  );
}

function BrowserCheck({ checkup }: { checkup: Checkup }) {
  return (
    <div class="browser-check">
      <p class="hint" id="browser-check-note">
        {t('doctor_browserCheck_note')}
      </p>
      {checkup.isDenied && (
        <Notice tone="warning">
          <p>{t('doctor_browserCheck_denied')}</p>
        </Notice>
      )}
      <div class="actions">
        <Button
          onClick={checkup.askVendor}
          busy={checkup.work === 'browser' ? t('doctor_checking') : null}
          describedBy="browser-check-note"
        >
          {t('doctor_browserCheck')}
        </Button>
      </div>
    </div>
  );
}
