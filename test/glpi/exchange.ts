/** One request and its answer, in the terms PHP would see them. */

export type PhpValue = string | PhpMap;
export interface PhpMap {
  [key: string]: PhpValue;
}

export interface Call {
  method: string;
  /** Without the root path and the query, decoded once except for `%2F`. */
  path: string;
  query: PhpMap;
  /** The query as it was sent, without its question mark. */
  search: string;
  headers: Record<string, string>;
  cookies: Record<string, string>;
  body: string;
  /** Fields of a posted form, url-encoded or multipart. */
  fields: PhpMap;
  remoteAddress: string;
  secure: boolean;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

export function html(body: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body };
}

export function json(body: unknown, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export function redirect(to: string): Answer {
  return { status: 302, headers: { 'content-type': 'text/html; charset=UTF-8', location: to }, body: '' };
}

/** Text of a field, '' when it is absent or an array. */
export function field(map: PhpMap, name: string): string {
  const value = map[name];
  return typeof value === 'string' ? value : '';
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function list(value: PhpValue | undefined): PhpValue[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : Object.values(value);
}

function put(into: PhpMap, name: string, value: string): void {
  const open = name.indexOf('[');
  if (open <= 0) {
    into[name] = value;
    return;
  }
  const keys = [
    name.slice(0, open),
    ...[...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((m) => m[1] ?? ''),
  ];
  let at = into;
  keys.forEach((given, depth) => {
    const key = given === '' && depth > 0 ? nextIndex(at) : given;
    if (depth === keys.length - 1) {
      at[key] = value;
      return;
    }
    const inside = at[key];
    const next: PhpMap = typeof inside === 'object' ? inside : {};
    at[key] = next;
    at = next;
  });
}

function nextIndex(map: PhpMap): string {
  const numbers = Object.keys(map).filter((key) => /^\d+$/.test(key));
  return String(numbers.length === 0 ? 0 : Math.max(...numbers.map(Number)) + 1);
}

/** `a[b][]=1` becomes `{a: {b: {0: '1'}}}`. */
export function phpQuery(text: string): PhpMap {
  const map: PhpMap = {};
  for (const [name, value] of new URLSearchParams(text)) put(map, name, value);
  return map;
}

export function formFields(contentType: string, body: string): PhpMap {
  if (contentType.includes('application/x-www-form-urlencoded')) return phpQuery(body);
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (!contentType.includes('multipart/form-data') || boundary === undefined) return {};
  const map: PhpMap = {};
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n');
    const name = /name="([^"]*)"/.exec(part.slice(0, end))?.[1];
    if (name !== undefined && !/filename="/.test(part.slice(0, end))) {
      put(map, name, part.slice(end + 4).replace(/\r\n$/, ''));
    }
  }
  return map;
}

export function readCookies(header: string): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0) cookies[pair.slice(0, at).trim()] = decodeURIComponent(pair.slice(at + 1).trim());
  }
  return cookies;
}
