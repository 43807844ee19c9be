import type { Call } from './session.ts';

/** Opens an account again that was shut. Done already is done. */
export async function enableAccount(call: Call, userId: number): Promise<void> {
  await call({ method: 'PUT', path: `User/${userId}`, body: { input: { id: userId, is_active: 1 } } });
}
