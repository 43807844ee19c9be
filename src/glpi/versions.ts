/** Major version from GLPI's own string, "11.0.6" or "10.0.14"; 0 when unreadable. */
export function majorVersion(version: string): number {
  return Number(/^(\d+)\./.exec(version)?.[1] ?? 0);
}

/** Native forms that strangers may open exist from GLPI 11 on. */
export const hasForms = (version: string) => majorVersion(version) >= 11;

/** Older ones were never looked at. */
export const isSupported = (version: string) => majorVersion(version) >= 10;
