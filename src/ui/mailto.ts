/** A `mailto:` link (RFC 6068): everything percent-encoded, line breaks as CRLF, or Outlook joins the lines. */
export function mailto(message: {
  readonly address: string | null;
  readonly subject: string;
  readonly body: string;
}): string {
  // `@` may stand bare; everything else that an address could smuggle in (`?`, `&`, `,`) is encoded.
  const to = encodeURIComponent(message.address ?? '').replaceAll('%40', '@');
  const subject = encodeURIComponent(message.subject.replace(/\s+/g, ' '));
  const body = encodeURIComponent(message.body.replace(/\r?\n/g, '\r\n'));
  return `mailto:${to}?subject=${subject}&body=${body}`;
}
