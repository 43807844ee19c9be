/**
 * What stopped a connection, by curl's own words: they are English in every language of GLPI (network-key.md 1.5).
 * The order counts: a proxy's refusal mentions the connection too.
 */
export type CurlCause =
  | 'proxyName'
  | 'proxyLogin'
  | 'proxyRefused'
  | 'inspection'
  | 'caMissing'
  | 'caFile'
  | 'date'
  | 'otherName'
  | 'denied'
  | 'dns'
  | 'connect';

const words: readonly [CurlCause, RegExp][] = [
  ['proxyName', /could(n'?t| not) resolve proxy/i],
  ['proxyLogin', /\b407\b|proxy authentication/i],
  ['proxyRefused', /from proxy after CONNECT|proxy CONNECT aborted|CONNECT tunnel failed/i],
  ['inspection', /self[- ]signed certificate/i],
  ['caMissing', /unable to get local issuer certificate/i],
  ['caFile', /error setting certificate|certificate verify locations/i],
  ['date', /certificate has expired|certificate is not yet valid|not yet valid/i],
  ['otherName', /no alternative certificate subject name|certificate subject name/i],
  ['denied', /permission denied/i],
  ['dns', /could(n'?t| not) resolve|resolving timed out|name or service not known/i],
  ['connect', /timed out|failed to connect|couldn'?t connect|refused|unreachable|no route/i],
];

/** The cause that curl's text names; null where it names none that we know. */
export function curlCause(text: string): CurlCause | null {
  return words.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** With a proxy set, GLPI wraps whatever curl said: the truth is what stands in the brackets. */
export function wrappedByProxy(text: string): string | null {
  return /^[^(]*prox[iy][^(]*\((.+)\)\s*$/i.exec(text)?.[1] ?? null;
}
