import { t } from '../../../ui/text.ts';

/** Six blocks of four, in two lines of three, as they are read out. */
export function Fingerprint({ value }: { value: string }) {
  return (
    <p class="fingerprint" data-test="fingerprint">
      <span class="hidden">{t('team_fingerprint')} </span>
      <bdo dir="ltr">
        {value.split(' ').map((block, at) => (
          <span key={`${at} ${block}`} class="block">
            {block}{' '}
          </span>
        ))}
      </bdo>
    </p>
  );
}
