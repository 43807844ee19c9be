import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, type ButtonProps } from './button.tsx';
import { copyText } from './copy-text.ts';
import { CheckIcon, CopyIcon } from './icons.tsx';
import { t } from './text.ts';

export interface CopyButtonProps {
  readonly children: string;
  /** The text, or how to get it: then it is fetched at the press and shown nowhere. Null is "could not be had". */
  readonly text: string | (() => Promise<string | null>);
  readonly kind?: NonNullable<ButtonProps['kind']>;
  readonly label?: string;
}

/** Long enough to be read and heard, short enough not to lie about the clipboard. */
const shownFor = 2_500;

/** Copies, and says whether it did. */
export function CopyButton({ children, text, kind = 'secondary', label }: CopyButtonProps) {
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);
  const place = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (result !== 'copied') return;
    const timer = setTimeout(() => setResult(null), shownFor);
    return () => clearTimeout(timer);
  }, [result]);

  async function copy() {
    const toCopy = typeof text === 'string' ? text : await text();
    if (toCopy === null || place.current === null) return;
    const isCopied = await copyText(toCopy, place.current);
    // The old way of copying takes the focus for a moment.
    button.current?.focus();
    setResult(isCopied ? 'copied' : 'failed');
  }

  return (
    <span class="copy" ref={place}>
      <Button
        kind={kind}
        buttonRef={button}
        onClick={() => void copy()}
        {...(label === undefined || result === 'copied' ? {} : { label })}
      >
        {result === 'copied' ? <CheckIcon /> : <CopyIcon />}
        {result === 'copied' ? t('copied') : children}
      </Button>
      <span role="status" class={result === 'failed' ? 'wrong' : 'hidden'}>
        {result === 'copied' ? t('copied') : result === 'failed' ? t('copyFailed') : ''}
      </span>
    </span>
  );
}
