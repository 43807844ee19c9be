import { useState } from 'preact/hooks';
import { plural, t } from './text.ts';
import { beginningOf, piecesOf } from './typed.ts';

/** As much as an honest name, address or number needs. */
const atFirst = 300;

/**
 * What a stranger typed, exactly and safely: as text, apart from what stands around it, with a box for each character
 * that nobody would see. A long one is shown whole on a press. `hasLines`: it may well have several.
 */
export function TypedText({ text, hasLines = false }: { text: string; hasLines?: boolean }) {
  const [isWhole, setWhole] = useState(false);
  const beginning = beginningOf(text, atFirst);
  const isLong = beginning.length < text.length;
  return (
    <>
      <bdi class="typed" data-test="typed">
        {piecesOf(isWhole ? text : beginning, hasLines).map((piece, at) =>
          'seen' in piece ? (
            piece.seen
          ) : (
            <bdi key={at} class="unseen" role="img" aria-label={t('typed_unseen', { number: piece.unseen })}>
              {piece.unseen}
            </bdi>
          ),
        )}
        {isLong && !isWhole && '…'}
      </bdi>
      {isLong && (
        <button type="button" class="typed-more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('typed_less') : plural('typed_all', Array.from(text).length)}
        </button>
      )}
    </>
  );
}
