import { formPath, unlessGone } from './forms.ts';
import type { Call } from './session.ts';

/**
 * Brings a standing form into line: whether it lets anybody in, and what its header says. Says what shall be, not what
 * changes, so that it may be repeated. Inactive, its address answers 403 to everybody but form admins, and refuses what
 * was filled in before (live.md 5; forms-and-users.md B5, B6); its policy with the key stays.
 *
 * False where the form is gone.
 */
export async function adjustForm(
  call: Call,
  formId: number,
  shall: { readonly active: boolean; readonly header: string },
): Promise<boolean> {
  return await unlessGone(
    call,
    formId,
    call({
      method: 'PUT',
      path: `${formPath}/${formId}`,
      body: { input: { id: formId, is_active: shall.active ? 1 : 0, header: shall.header } },
    }),
  );
}
