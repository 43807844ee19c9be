import { t } from './text.ts';

export interface KindChoiceProps<Kind extends 'form' | 'personal'> {
  /** Of the group, within its page. */
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly value: Kind;
  readonly onValue: (kind: Kind) => void;
}

/** Registration link or personal link. Nothing where there is but one. */
export function KindChoice<Kind extends 'form' | 'personal'>(props: KindChoiceProps<Kind>) {
  if (props.kinds.length < 2) return null;
  return (
    <fieldset class="kinds">
      <legend class="hidden">{t('kind_which')}</legend>
      {props.kinds.map((one) => (
        <label key={one} class="kind">
          <input
            type="radio"
            name={props.name}
            data-test={`kind-${one}`}
            value={one}
            checked={props.value === one}
            onChange={() => props.onValue(one)}
          />
          <span>{t(`kind_${one}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
