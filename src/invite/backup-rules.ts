/** What a backup must keep to: said before one is made or opened, and checked where that happens. */

/** Shorter passphrases are guessed in an afternoon, whatever the key derivation costs. In UTF-16 units. */
export const shortestPassphrase = 12;
/** Nobody remembers more; a bound for what a message may hold. */
export const longestPassphrase = 1_000;

/**
 * A backup crosses between page and background as one message, and Chromium takes none above 64 MiB. In characters; all
 * of them are ASCII, so it is bytes too.
 */
export const largestBackup = 60_000_000;

/** `largestBackup` as people read it. */
export const largestBackupInMegabytes = String(largestBackup / 1_000_000);
