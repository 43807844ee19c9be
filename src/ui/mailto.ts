/** A `mailto:` link (RFC 6068): everything percent-encoded, line breaks as CRLF, or Outlook joins the lines. */
export function mailto(message: {
  readonly address: string | null;
  readonly subject: string;
  readonly body: string;
}): string {
  // Half a character cannot be encoded at all, and a stranger may have typed one.
  const encode = (text: string) => encodeURIComponent(text.replace(/\p{Cs}/gu, ''));
  // `@` may stand bare; everything else that an address could smuggle in (`?`, `&`, `,`) is encoded.
  const to = encode(message.address ?? '').replaceAll('%40', '@');
  const subject = encode(message.subject.replace(/\s+/g, ' '));
  const body = encode(message.body.replace(/\r?\n/g, '\r\n'));
  return `mailto:${to}?subject=${subject}&body=${body}`;
}
