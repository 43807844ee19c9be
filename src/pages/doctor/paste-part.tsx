import { useState } from 'preact/hooks';
import { type PastedShape, pastedShape } from '../../doctor/key-shape.ts';
import { Notice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';

/** Whether a pasted key is whole. The field is never named, saved or sent; only the verdict is kept. */
export function PastePart() {
  const [shape, setShape] = useState<PastedShape>('empty');
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
          class="input mono"
          rows={2}
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
    </section>
  );
}
