import { type BulkKind, mostRows } from '../../../invite/bulk.ts';
import { t } from '../../../ui/text.ts';
import { inFull } from '../list-parts.tsx';
import { isTooMany } from './bulk-draft.ts';

export interface KindFieldsProps {
  /** Those that can be had. */
  readonly kinds: readonly BulkKind[];
  readonly kind: BulkKind;
  readonly count: number;
  readonly onPersonal: (isPersonal: boolean) => void;
  readonly onForms: (kind: 'form' | 'batch') => void;
}

/** Personal links or registration links; and those with a form each, or all behind one. */
export function KindFields({ kinds, kind, count, onPersonal, onForms }: KindFieldsProps) {
  const isPersonal = kind === 'personal';
  const registration = kinds.filter((one) => one !== 'personal');
  return (
    <>
      {kinds.includes('personal') && registration.length > 0 && (
        <fieldset class="kinds">
          <legend class="hidden">{t('kind_which')}</legend>
          {(['form', 'personal'] as const).map((one) => (
            <label key={one} class="kind">
              <input
                type="radio"
                name="kind"
                data-test={`kind-${one}`}
                value={one}
                checked={isPersonal === (one === 'personal')}
                onChange={() => onPersonal(one === 'personal')}
              />
              <span>{t(`bulk_kinds_${one}`)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <p class="hint">{t(isPersonal ? 'bulk_personalHint' : 'bulk_registrationHint')}</p>
      {!isPersonal && (
        <fieldset class="ways">
          <legend>{t('bulk_forms')}</legend>
          {registration.map((one) => {
            const isOut = isTooMany(one, count);
            return (
              <label key={one} class={`choice way${isOut ? ' out' : ''}`}>
                <input
                  type="radio"
                  class="radio"
                  name="forms"
                  value={one}
                  checked={kind === one}
                  disabled={isOut}
                  onChange={() => onForms(one)}
                />
                <span>
                  <span class="way-name">{t(`bulk_kind_${one}`)}</span>
                  <span class="hint">
                    {isOut
                      ? t('bulk_kind_tooMany', { most: inFull(mostRows[one]) })
                      : t(`bulk_kind_${one}_hint`, { most: inFull(mostRows[one]) })}
                  </span>
                </span>
              </label>
            );
          })}
        </fieldset>
      )}
    </>
  );
}
