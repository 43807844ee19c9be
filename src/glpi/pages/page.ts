import { fail, ProblemError } from '../../invite/problem.ts';

/**
 * GLPI's own pages, read and posted from inside a GLPI tab with the admin's web session. What comes back is parsed
 * into an inert document, looked at, and dropped: nothing of it is ever put into a page.
 */
export interface Browsing {
  /** Base URL of the site, without a slash at the end. */
  readonly base: string;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
}

/** A page or a fragment of one, as an inert document. Fails with `notLoggedIn` when GLPI shows its login page instead. */
export async function readPage(browsing: Browsing, path: string): Promise<Document> {
  const response = await send(browsing, path, { headers: { Accept: 'text/html' } });
  return await documentOf(response);
}

/**
 * Posts a form of GLPI's. `fields` hold what is to change and nothing else: GLPI leaves alone what is not sent.
 * The token goes into the body and no X-Requested-With is set, which is what both GLPI 10 and 11 take (live.md, d).
 */
export async function postForm(
  browsing: Browsing,
  path: string,
  fields: Readonly<Record<string, string>>,
  csrf: string,
): Promise<void> {
  const body = new URLSearchParams({ ...fields, _glpi_csrf_token: csrf });
  const response = await send(browsing, path, {
    method: 'POST',
    body,
    // GLPI 10 answers a refused token with 200 and a page, unless JSON is asked for (live.md, d).
    headers: { Accept: 'application/json, text/html;q=0.9' },
  });
  if (!response.ok) fail('mendRefused');
  await response.body?.cancel();
}

/** One request with the admin's web session. Fails where nothing answers, the session is over, or GLPI broke down. */
export async function send(browsing: Browsing, path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await browsing.fetch(`${browsing.base}${path}`, {
      ...init,
      credentials: 'same-origin',
      cache: 'no-store',
    });
  } catch (thrown) {
    // Whoever lends us their fetch may know better why it failed.
    if (thrown instanceof ProblemError) throw thrown;
    fail('unreachable', { host: new URL(browsing.base).host });
  }
  // Both versions send an expired session to the login page, with error=3.
  if (response.redirected && new URL(response.url).searchParams.get('error') === '3') fail('notLoggedIn');
  if (response.status === 401) fail('notLoggedIn');
  if (response.status >= 500) fail('serverFailed', { status: String(response.status) });
  return response;
}

/** An answer of GLPI's as an inert document; fails with `notLoggedIn` where it is the login page. */
export async function documentOf(response: Response): Promise<Document> {
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  // To a script whose session is over, GLPI 10 answers 200 and a script that goes to the login page.
  const onlyScripts = page.body.querySelector(':scope > :not(script)') === null;
  if (onlyScripts && /[?&]error=3\b/.test(page.documentElement.textContent ?? '')) fail('notLoggedIn');
  if (page.querySelector('#login_name, form[action$="/front/login.php"]')) fail('notLoggedIn');
  return page;
}

/** The token that a form in this page or fragment wants back; null where there is none. */
export function csrfOf(page: ParentNode): string | null {
  return (
    page.querySelector<HTMLInputElement>('form input[name="_glpi_csrf_token"]')?.value ||
    page.querySelector<HTMLMetaElement>('meta[property="glpi:csrf_token"]')?.content ||
    null
  );
}
