import type { Invite } from './invite.ts';
import { type Message, moment, type Surroundings } from './invitee-messages.ts';
import type { MessageTemplate } from './template.ts';
import { inviteeText } from './texts/index.ts';

/** What an admin's own message may have filled in. */
export const messagePlaceholders = ['greeting', 'link', 'from', 'site', 'until', 'contact', 'note'] as const;
export type MessagePlaceholder = (typeof messagePlaceholders)[number];

const placeholder = /\{(\w+)\}/g;

/** Placeholders in a text that nothing would be filled in for: most likely misspelt. */
export function unknownPlaceholders(text: string): readonly string[] {
  const known: readonly string[] = messagePlaceholders;
  return [...text.matchAll(placeholder)].map(([, name = '']) => name).filter((name) => !known.includes(name));
}

/** The admin's own message about this invite. One pass: what is filled in is never read as a placeholder again. */
export function ownMessage(
  template: MessageTemplate,
  invite: Pick<Invite, 'wording' | 'limits' | 'invitee'>,
  surroundings: Surroundings,
  link: string,
): Message {
  const { language } = template;
  const { wording, invitee, limits } = invite;
  const facts: Readonly<Record<MessagePlaceholder, string>> = {
    greeting: invitee?.firstName
      ? inviteeText(language, 'shareGreetingName', { name: invitee.firstName })
      : inviteeText(language, 'shareGreeting'),
    link,
    from: wording.from,
    site: surroundings.siteName,
    until: moment({ wording: { ...wording, language } }, surroundings, limits.until),
    contact: wording.contact || wording.from,
    note: wording.note,
  };
  const fill = (text: string) =>
    text.replace(placeholder, (whole, name: string) =>
      Object.hasOwn(facts, name) ? facts[name as MessagePlaceholder] : whole,
    );
  return { subject: fill(template.subject), body: fill(template.body) };
}
