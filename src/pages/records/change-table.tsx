import type { RestoreCount, RestorePreview } from '../../messages/views.ts';
import { language, t } from '../../ui/text.ts';
import { kinds, kindText } from './kinds.ts';

const ways = ['added', 'updated', 'same', 'kept'] as const satisfies readonly (keyof RestoreCount)[];

/** What a backup changes, or has changed: by kind of record, in numbers. */
export function ChangeTable({ changes }: { changes: RestorePreview }) {
  const number = new Intl.NumberFormat(language());
  return (
    <div>
      <table class="changes" data-test="changes">
        <thead>
          <tr>
            <td />
            {ways.map((way) => (
              <th key={way} scope="col">
                {t(`records_way_${way}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind} data-kind={kind}>
              <th scope="row">{kindText(kind)}</th>
              {ways.map((way) => (
                <td key={way} class={changes[kind][way] === 0 ? 'none' : way}>
                  {number.format(changes[kind][way])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{t('records_ways')}</p>
    </div>
  );
}
