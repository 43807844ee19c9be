import type { Transport } from '../src/glpi/client.ts';

/** Node's fetch as the extension's transport: without the settings that only browsers know. */
export const nodeTransport: Transport = {
  fetch: (url, { method, headers, body, signal }) =>
    fetch(url, {
      ...(method ? { method } : {}),
      ...(headers ? { headers } : {}),
      ...(body ? { body } : {}),
      ...(signal ? { signal } : {}),
    }),
};
