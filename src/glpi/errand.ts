import * as v from 'valibot';
import { mends, problemCodes } from '../invite/problem.ts';
import { type Checked, type CheckStep, checked, type PluginShelf, pluginShelf } from './checks.ts';

/**
 * What only the admin's web session can do. Each is run inside an open GLPI tab, where its requests look like GLPI's
 * own (engineering.md 2.7), on the background's order alone.
 */
export type Errand =
  | { readonly kind: 'identify' }
  | { readonly kind: 'readApiToken' }
  | { readonly kind: 'makeApiToken' }
  | { readonly kind: 'turnApiOn' }
  | { readonly kind: 'openPasswordPage' }
  | { readonly kind: 'letAddressIn'; readonly address: string; readonly name: string }
  | { readonly kind: 'readAppTokens' }
  | { readonly kind: 'check'; readonly step: CheckStep }
  // Of all categories: ''. Chromium takes a null out of what it hands to an injected script.
  | { readonly kind: 'readShelf'; readonly category: string };

export interface ErrandReplies {
  /** The base URL that GLPI names itself by in this page, and whether somebody is signed in. */
  identify: { readonly base: string; readonly signedIn: boolean };
  readApiToken: { readonly token: string };
  makeApiToken: { readonly token: string };
  turnApiOn: { readonly done: true };
  openPasswordPage: { readonly done: true };
  letAddressIn: { readonly done: true };
  readAppTokens: { readonly tokens: readonly string[] };
  /** One look at what GLPI says about the GLPI Network key, which is itself in no reply. */
  check: Checked;
  /** The most downloaded plugins of a category, or of all with what categories there are. */
  readShelf: PluginShelf;
}

const reply = {
  identify: v.object({ base: v.pipe(v.string(), v.url(), v.maxLength(2_000)), signedIn: v.boolean() }),
  readApiToken: v.object({ token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{20,200}$/)) }),
  makeApiToken: v.object({ token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{20,200}$/)) }),
  turnApiOn: v.object({ done: v.literal(true) }),
  openPasswordPage: v.object({ done: v.literal(true) }),
  letAddressIn: v.object({ done: v.literal(true) }),
  readAppTokens: v.object({
    tokens: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(100)),
  }),
  check: checked,
  readShelf: pluginShelf,
} satisfies { [Kind in Errand['kind']]: v.GenericSchema<unknown, ErrandReplies[Kind]> };

/** What an errand comes back with: its reply, or a problem. Crosses from the tab, so it is checked. */
export function errandOutcome<Kind extends Errand['kind']>(kind: Kind) {
  return v.variant('ok', [
    v.object({
      ok: v.literal(true),
      value: reply[kind] as unknown as v.GenericSchema<unknown, ErrandReplies[Kind]>,
    }),
    v.object({
      ok: v.literal(false),
      problem: v.object({
        code: v.picklist(problemCodes),
        detail: v.optional(v.record(v.string(), v.string())),
        mend: v.optional(v.picklist(mends)),
      }),
    }),
  ]);
}

/** The name under which the injected script offers itself within the extension's own world of a tab. */
export const errandRunner = 'inviteForGlpiErrand';
