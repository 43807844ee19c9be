/**
 * A stranger without a browser who opens a personal link and sets a password on GLPI's own page. Works on the stand-in
 * and on real GLPIs alike; finds the form by its fields, whatever language it speaks.
 */
export interface PasswordPageOpened {
  readonly status: number;
  readonly html: string;
  /** Whether the page lets one set a password. */
  readonly hasForm: boolean;
  /** Posts the form with this password twice; gives GLPI's page, as text. */
  set(password: string): Promise<{ status: number; says: string }>;
}

/** Opens the link with a fresh cookie jar. */
export async function openPasswordPage(link: string): Promise<PasswordPageOpened> {
  const jar = new Map<string, string>();
  const visit = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie },
    });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  };
  const page = await visit(link);
  const html = await page.text();
  const form =
    /<form\b[^>]*>(?:(?!<\/form>)[\s\S])*?name="password2"(?:(?!<\/form>)[\s\S])*<\/form>/.exec(html)?.[0] ??
    '';
  const hidden = new URLSearchParams();
  for (const [tag] of form.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1];
    if (name) hidden.set(name, /\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  const action = new URL(/\baction="([^"]*)"/.exec(form)?.[1] ?? link, link).href;
  return {
    status: page.status,
    html,
    hasForm: form !== '',
    async set(password) {
      if (form === '') return { status: page.status, says: html };
      const body = new URLSearchParams(hidden);
      body.set('password', password);
      body.set('password2', password);
      body.set('update', '1');
      const reply = await visit(action, { method: 'POST', body, headers: { referer: link } });
      return { status: reply.status, says: await reply.text() };
    },
  };
}
