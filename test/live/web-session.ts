/** Somebody's web session at a real GLPI without a browser: for cleaning up, and for reading what a check needs. */
import { Window } from 'happy-dom';
import type { Browsing } from '../../src/glpi/pages/page.ts';

const { DOMParser: InertParser } = new Window();
globalThis.DOMParser = InertParser as unknown as typeof DOMParser;

/** Signs in on GLPI's login page (10 gives its fields other names each time; their ids stay). */
export async function signInToPages(site: string, user: string, password: string): Promise<Browsing> {
  const jar = new Map<string, string>();
  const visit = async (address: string, init: RequestInit = {}): Promise<Response> => {
    let url = address;
    let request = init;
    for (let hops = 0; hops < 10; hops += 1) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, {
        ...request,
        redirect: 'manual',
        headers: { ...request.headers, cookie },
      });
      for (const set of response.headers.getSetCookie()) {
        const [pair = ''] = set.split(';');
        jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
      }
      const next = response.headers.get('location');
      const isPassedOn = response.status < 300 || response.status >= 400 || next === null;
      if (isPassedOn || init.redirect === 'manual') return response;
      url = new URL(next, url).href;
      request = {};
    }
    throw new Error(`too many redirects from ${address}`);
  };

  const welcome = await visit(`${site}/`);
  const page = new DOMParser().parseFromString(await welcome.text(), 'text/html');
  const form = page.querySelector('#login_name')?.closest('form');
  if (!form)
    throw new Error(
      `There is no field for a login at ${site}/ (it answered ${welcome.status}, titled “${page.title.trim()}”). Is GLPI up, and may ${user} sign in there with a password?`,
    );
  const body = new URLSearchParams();
  for (const input of form.querySelectorAll('input'))
    if (input.type === 'hidden') body.set(input.name, input.value);
  const nameOf = (id: string) => form.querySelector<HTMLInputElement>(`#${id}`)?.name ?? id;
  body.set(nameOf('login_name'), user);
  body.set(nameOf('login_password'), password);
  body.set('auth', form.querySelector<HTMLSelectElement>('select[name=auth]')?.value || 'local');
  body.set('submit', '1');
  const signedIn = await visit(`${site}/front/login.php`, {
    method: 'POST',
    body,
    headers: { referer: `${site}/` },
  });
  if (!signedIn.ok) throw new Error(`${user} could not sign in at ${site} (${signedIn.status})`);
  await signedIn.text();
  return { base: site, fetch: visit };
}
