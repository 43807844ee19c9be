import { useRef, useState } from 'preact/hooks';
import { type PastedShape, pastedShape } from '../../doctor/key-shape.ts';
import { Notice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { AskVendor } from './ask-vendor.tsx';

/**
 * Whether a pasted key is whole, and on a further press whether the vendor accepts it. The field has no name and is
 * never saved; of what stands in it only the verdict is kept.
 */
export function PastePart() {
  const [shape, setShape] = useState<PastedShape>('empty');
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <section class="sheet" aria-labelledby="shape-title">
      <div>
        <h2 id="shape-title">{t('doctor_shape_title')}</h2>
        <p class="hint">{t('doctor_shape_what')}</p>
      </div>
      <div class="field">
        <label for="pasted-key">{t('doctor_shape_label')}</label>
        <textarea
          id="pasted-key"
          ref={field}
          class="input mono"
          rows={4}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setShape(pastedShape(event.currentTarget.value))}
        />
      </div>
      <div role="status" data-test="shape">
        {shape !== 'empty' && (
          <Notice tone={shape === 'plausible' ? 'info' : 'warning'}>
            <p>{t(`doctor_shape_${shape}`)}</p>
          </Notice>
        )}
      </div>
      <AskVendor field={field} isWhole={shape === 'plausible'} onSent={() => setShape('empty')} />
    </section>
  );
}
