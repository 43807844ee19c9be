/**
 * A stranger without a browser: opens an invite's link, fills in GLPI's own form, proves that they are no robot, and
 * sends it, as GLPI's front end does (recordings, stranger-*). Works on the stand-in and on a real GLPI 11 alike.
 */
import { createHash } from 'node:crypto';

export interface Submission {
  readonly status: number;
  /** GLPI's own complaints about single answers; empty when it took the form. */
  readonly errors: readonly string[];
}

export interface OpenedForm {
  readonly status: number;
  readonly html: string;
  /** The names of its fields, in the order of the questions. */
  readonly names: readonly string[];
  /** What GLPI filled in from the link, in the same order; nothing where there is more than a line. */
  readonly prefilled: readonly string[];
  submit(answers: readonly string[]): Promise<Submission>;
}

/** Opens the link with a fresh cookie jar, or with that of somebody signed in. */
export async function openForm(link: string, cookie = ''): Promise<OpenedForm> {
  const base = link.slice(0, link.indexOf('/Form/Render/'));
  const jar = new Map(cookie ? [cookie.split('=', 2) as [string, string]] : []);
  const visit = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: cookies },
    });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  };

  const page = await visit(link);
  const html = await page.text();
  const inputs = [
    ...html.matchAll(/<(?:input|textarea|select)\b[^>]*\bname=["'](answers_\d+)["'][^>]*>/g),
  ].map(([tag, name = '']) => ({
    name,
    value: unescapeHtml(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? ''),
  }));
  const formId = /name="forms_id" value="(\d+)"/.exec(html)?.[1] ?? '';
  const csrf = /csrf_token" content="([0-9a-f]+)"/.exec(html)?.[1] ?? '';

  return {
    status: page.status,
    html,
    names: inputs.map(({ name }) => name),
    prefilled: inputs.map(({ value }) => value),
    async submit(answers) {
      const challenge = (await (await visit(`${base}/Altcha/Challenge`)).json()) as Challenge;
      const body = new URLSearchParams({ forms_id: formId, altcha: prove(challenge) });
      inputs.forEach(({ name, value }, index) => {
        // What the link filled in stays where nobody types something else.
        body.set(name, answers[index] ?? value);
      });
      const headers = { 'x-requested-with': 'XMLHttpRequest', 'x-glpi-csrf-token': csrf, referer: link };
      const check = await visit(`${base}/Form/ValidateAnswers`, { method: 'POST', body, headers });
      const verdict = (await check.json().catch(() => ({}))) as { errors?: { message: string }[] };
      const errors = (verdict.errors ?? []).map(({ message }) => message);
      if (errors.length > 0) return { status: check.status, errors };
      const sent = await visit(`${base}/Form/SubmitAnswers`, { method: 'POST', body, headers });
      await sent.text();
      return { status: sent.status, errors: [] };
    },
  };
}

interface Challenge {
  readonly algorithm: string;
  readonly challenge: string;
  readonly salt: string;
  readonly signature: string;
}

/** ALTCHA's proof of work: the number whose hash behind the salt is the challenge. */
function prove({ algorithm, challenge, salt, signature }: Challenge): string {
  let number = 0;
  while (
    createHash('sha256')
      .update(salt + number)
      .digest('hex') !== challenge
  )
    number += 1;
  return Buffer.from(JSON.stringify({ algorithm, challenge, number, salt, signature, took: 1 })).toString(
    'base64',
  );
}

const unescapeHtml = (text: string) =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(amp|lt|gt|quot|apos));/gi, (_, decimal, hexadecimal, name) =>
    name
      ? ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[String(name).toLowerCase()] ?? '')
      : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hexadecimal, 16)),
  );
