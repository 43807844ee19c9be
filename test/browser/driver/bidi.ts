import { once } from 'node:events';
import { WebSocket } from 'ws';

export type Json = Record<string, unknown>;

/** A WebDriver BiDi connection: commands, and the events that were subscribed to. */
export interface Bidi {
  send<Result = Json>(method: string, params?: Json): Promise<Result>;
  onEvent(listener: (method: string, params: Json) => void): void;
  close(): void;
}

interface Call {
  readonly method: string;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

interface Answer {
  readonly id?: number;
  readonly type?: string;
  readonly method?: string;
  readonly params?: Json;
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
}

export async function connectBidi(address: string): Promise<Bidi> {
  const socket = new WebSocket(address, { maxPayload: 256 * 1024 * 1024 });
  await once(socket, 'open');
  const calls = new Map<number, Call>();
  const listeners: ((method: string, params: Json) => void)[] = [];
  let last = 0;

  socket.on('message', (data) => {
    const answer = JSON.parse(data.toString()) as Answer;
    if (answer.type === 'event' && answer.method !== undefined) {
      for (const listener of listeners) listener(answer.method, answer.params ?? {});
      return;
    }
    const call = answer.id === undefined ? undefined : calls.get(answer.id);
    if (answer.id === undefined || call === undefined) return;
    calls.delete(answer.id);
    if (answer.type === 'error')
      call.reject(new Error(`${call.method}: ${answer.error}: ${answer.message ?? ''}`));
    else call.resolve(answer.result as never);
  });
  socket.on('error', () => {}); // 'close' follows, and tells those who wait
  socket.on('close', () => {
    for (const call of calls.values()) call.reject(new Error(`${call.method}: Firefox is gone`));
    calls.clear();
  });

  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) {
          reject(new Error(`${method}: Firefox is gone`));
          return;
        }
        last += 1;
        calls.set(last, { method, resolve, reject });
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    onEvent: (listener) => {
      listeners.push(listener);
    },
    close: () => socket.close(),
  };
}
