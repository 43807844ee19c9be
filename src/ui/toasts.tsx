import { type ComponentChildren, createContext } from 'preact';
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { CheckIcon, CrossIcon } from './icons.tsx';
import { t } from './text.ts';

export interface Toast {
  readonly text: string;
  /** Takes back what was done, where that can be done. */
  readonly undo?: () => void;
}

type Say = (toast: Toast) => void;

const Speaking = createContext<Say>(() => {});

/** Says what was just done, with the way to take it back. */
export function useToasts(): Say {
  return useContext(Speaking);
}

/** Long enough to read and to reach by keyboard. */
const shownFor = 12_000;

/** Where toasts show: one at a time, the newest. It goes by itself, but not while somebody is at it. */
export function Toasts({ children }: { children: ComponentChildren }) {
  const [toast, setToast] = useState<(Toast & { readonly number: number }) | null>(null);
  const count = useRef(0);
  const [isHeld, setHeld] = useState(false);
  const say = useCallback<Say>((next) => {
    count.current += 1;
    setToast({ ...next, number: count.current });
  }, []);
  const done = useCallback(() => {
    setToast(null);
    setHeld(false);
  }, []);

  useEffect(() => {
    if (toast === null || isHeld) return;
    const timer = setTimeout(done, shownFor);
    return () => clearTimeout(timer);
  }, [toast, isHeld, done]);

  useEffect(() => {
    if (toast?.undo === undefined) return;
    const { undo } = toast;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      // In a field the same keys take back what was typed.
      if (event.target instanceof Element && event.target.closest('input, textarea, select')) return;
      event.preventDefault();
      done();
      undo();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [toast, done]);

  const value = useMemo(() => say, [say]);
  return (
    <Speaking.Provider value={value}>
      {children}
      <div class="toasts">
        <p class="hidden" role="status">
          {toast === null ? '' : toast.undo ? t('toast_withUndo', { text: toast.text }) : toast.text}
        </p>
        {toast !== null && (
          // biome-ignore lint/a11y/noStaticElementInteractions: it only waits as long as somebody is at it
          <div
            key={toast.number}
            class="toast"
            data-test="toast"
            onMouseEnter={() => setHeld(true)}
            onMouseLeave={() => setHeld(false)}
            onFocusCapture={() => setHeld(true)}
            onBlurCapture={() => setHeld(false)}
          >
            <CheckIcon />
            <p>
              <bdi>{toast.text}</bdi>
            </p>
            {toast.undo && (
              <Button
                kind="quiet"
                onClick={() => {
                  done();
                  toast.undo?.();
                }}
              >
                {t('undo')}
              </Button>
            )}
            <button type="button" class="button quiet icon-only" aria-label={t('close')} onClick={done}>
              <CrossIcon />
            </button>
          </div>
        )}
      </div>
    </Speaking.Provider>
  );
}
