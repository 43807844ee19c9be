import type { Instant } from './instant.ts';

/** How the login of a new account is made from the answers. */
export const loginTemplates = ['first.last', 'flast', 'email'] as const;
export type LoginTemplate = (typeof loginTemplates)[number];

/** Something of GLPI's by id, with the name it had when the invite was issued. */
export interface Named {
  readonly id: number;
  readonly name: string;
}

/** GLPI's two interfaces. A profile with the central interface works on other people's data. */
export type ProfileInterface = 'central' | 'helpdesk';

/** What the account gets, whatever the stranger types. */
export interface Grant {
  readonly profile: Named & { readonly interface: ProfileInterface };
  readonly entity: Named;
  /** Whether the profile holds in the sub-entities too (GLPI's "Recursive"). */
  readonly recursive: boolean;
  readonly groups: readonly Named[];
  readonly login: LoginTemplate;
  /** The account's own validity in GLPI, not the invite's; null is unlimited. */
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
  /** GLPI's language code for the account, such as `fr_FR`; null leaves GLPI's default. */
  readonly language: string | null;
}

/** A grant that opens other people's data: it asks for a second look, one use and approval by hand (design, "Promises"). */
export function isPrivileged(grant: Pick<Grant, 'profile'>): boolean {
  return grant.profile.interface === 'central';
}
