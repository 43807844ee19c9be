import type { RandomBytes } from './key.ts';

// Without characters that are taken for each other on paper or on the phone.
const lower = 'abcdefghijkmnpqrstuvwxyz';
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const digits = '23456789';
// Not `_`: GLPI's policy counts it as a letter.
const symbols = '-.+=!%';

/** One character out of `from`, each as likely as the other. */
function pick(random: RandomBytes, from: string): string {
  const limit = 256 - (256 % from.length);
  for (;;) {
    const [byte = 256] = random(1);
    if (byte < limit) return from.charAt(byte % from.length);
  }
}

/**
 * A first password that every policy of GLPI's takes: each kind of character, and at least `minimum` of them (GLPI's
 * own setting; 16 at the least, 60 at the most: bcrypt looks at 72 bytes).
 */
export function newPassword(random: RandomBytes, minimum: number): string {
  const length = Math.min(Math.max(minimum, 16), 60);
  const all = lower + upper + digits + symbols;
  for (;;) {
    const password = Array.from({ length }, () => pick(random, all)).join('');
    const complete = [lower, upper, digits, symbols].every((kind) =>
      Array.from(kind).some((char) => password.includes(char)),
    );
    // A symbol at an end gets lost when the password is copied by double click.
    if (complete && /^[a-z0-9].*[a-z0-9]$/i.test(password)) return password;
  }
}
