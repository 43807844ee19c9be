import { type System, systems } from '../../doctor/advice.ts';
import { t } from '../../ui/text.ts';

export interface SystemChoiceProps {
  readonly system: System;
  /** GLPI told what it runs on. */
  readonly isSeen: boolean;
  readonly onSystem: (system: System) => void;
}

/** For which system the commands are. */
export function SystemChoice({ system, isSeen, onSystem }: SystemChoiceProps) {
  return (
    <fieldset class="segments">
      <legend>
        {t('doctor_system')}
        <span class="hint"> {t(isSeen ? 'doctor_system_seen' : 'doctor_system_guess')}</span>
      </legend>
      <div>
        {systems.map((one) => (
          <label key={one}>
            <input type="radio" name="system" checked={one === system} onChange={() => onSystem(one)} />
            <span>{t(`doctor_system_${one}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
