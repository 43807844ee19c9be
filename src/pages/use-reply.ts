import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Outcome } from '../messages/ask.ts';
import type { ReplyOf, RequestName, RequestOf } from '../messages/requests.ts';
import { ask, onChanged } from '../ui/ask.ts';

export interface Live<Reply> {
  /** The last answer; null until the first is there. It stays while a newer one is on its way. */
  readonly outcome: Outcome<Reply> | null;
  readonly refresh: () => void;
}

/**
 * Asks the background, and again whenever it says that something changed. `request` null asks nothing.
 * An answer that a newer one has overtaken is dropped; one that no newer one has is shown, however much is being asked.
 */
export function useReply<Name extends RequestName>(
  name: Name,
  request: RequestOf<Name> | null,
): Live<ReplyOf<Name>> {
  // Requests are small plain values: their text tells whether the question is still the same.
  const question = JSON.stringify(request);
  const [answer, setAnswer] = useState<{ question: string; outcome: Outcome<ReplyOf<Name>> } | null>(null);
  const asked = useRef(0);
  const answered = useRef(0);

  const refresh = useCallback(() => {
    if (question === 'null') return;
    const mine = ++asked.current;
    void ask(name, JSON.parse(question) as RequestOf<Name>).then((outcome) => {
      if (mine <= answered.current) return;
      answered.current = mine;
      setAnswer({ question, outcome });
    });
  }, [name, question]);

  // Before the page is painted, not after it: the answer to a key in a search is awaited.
  useLayoutEffect(() => {
    refresh();
    const stop = onChanged(refresh);
    return () => {
      stop();
      answered.current = asked.current;
    };
  }, [refresh]);

  return { outcome: answer?.question === question ? answer.outcome : null, refresh };
}
