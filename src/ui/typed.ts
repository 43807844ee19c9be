/**
 * What a stranger typed, made fit to be shown: nothing that hides, turns the direction of what stands around it, or fills
 * the page.
 */
import { unseen } from '../invite/suspicion.ts';

/** A stretch of text as it is, or one character that nobody would see, by its number. */
export type Piece = { readonly seen: string } | { readonly unseen: string };

const oneUnseen = new RegExp(`(${unseen.source})`, unseen.flags);

/**
 * The text in pieces; put together again, with the characters in the place of their numbers, it is what was typed.
 * `hasLines`: where several lines may be typed, a break between them, or a tab, is nothing to be warned of.
 */
export function piecesOf(text: string, hasLines = false): Piece[] {
  // What a split is made at comes out at every second place.
  return text
    .split(oneUnseen)
    .map((part, at) =>
      at % 2 === 0 || (hasLines && /^[\n\t]$/.test(part)) ? { seen: part } : { unseen: numberOf(part) },
    )
    .filter((piece) => !('seen' in piece) || piece.seen !== '');
}

/** A character as Unicode names it: U+202E. */
function numberOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The first `length` characters, never half of one; all of a shorter text. */
export function beginningOf(text: string, length: number): string {
  // No character takes more than two units: a text of megabytes need not be taken apart.
  return Array.from(text.slice(0, 2 * length))
    .slice(0, length)
    .join('');
}

/** The blocks that Unicode sets from right to left (Bidi_Class of DerivedBidiClass.txt). */
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** An admin's own reason is at most as long as this (messages/requests.ts). */
const longestInSentence = 500;

/** The same for where there is room for words alone: within a sentence, or as the name of a button. */
export function typedInSentence(text: string): string {
  const line = text.replace(/[\t\r\n]+/g, ' ');
  const shown = beginningOf(line, longestInSentence);
  const words = piecesOf(shown)
    .map((piece) => ('seen' in piece ? piece.seen : `[${piece.unseen}]`))
    .join('');
  const whole = shown.length < line.length ? `${words}…` : words;
  // First-strong isolate and its end: what runs from right to left must not rearrange the sentence.
  return rightToLeft.test(whole) ? `\u2068${whole}\u2069` : whole;
}
