import type { Instant } from './instant.ts';
import type { ClosedBecause, Invite } from './invite.ts';
import { inviteeText } from './texts/index.ts';

/** Everything about the place that these texts need. */
export interface Surroundings {
  /** Host and path of the site, as people call it. */
  readonly siteName: string;
  /** The zone in which times are told: the admin's, named in the text. IANA name. */
  readonly timeZone: string;
}

type InviteWords = Pick<Invite, 'wording' | 'limits' | 'invitee'>;

/** A moment in the invitee's language, with the zone named: a bare time is read in the reader's own zone. */
export function moment(
  invite: Pick<Invite, 'wording'>,
  surroundings: Surroundings,
  instant: Instant,
): string {
  // By parts, since `timeStyle: 'long'`, the shortest with a zone, has seconds too.
  return new Intl.DateTimeFormat(invite.wording.language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone: surroundings.timeZone,
  }).format(instant);
}

/** Paragraphs of the form's header: who invites, to what, until when, what happens next, whom to ask. Plain text. */
export function headerParagraphs(
  invite: InviteWords,
  surroundings: Surroundings,
  mailByGlpi: boolean,
): string[] {
  const { wording, limits } = invite;
  const say = (name: Parameters<typeof inviteeText>[1], values: Record<string, string> = {}) =>
    inviteeText(wording.language, name, { from: wording.from, site: surroundings.siteName, ...values });
  const next =
    limits.approval === 'byHand'
      ? say('headerNextApproval')
      : say(mailByGlpi ? 'headerNextMail' : 'headerNextPassword');
  return [
    say('headerInvited'),
    wording.note,
    limits.address.kind === 'address' ? say('headerAddress', { address: limits.address.address }) : '',
    limits.address.kind === 'domains'
      ? say('headerDomains', {
          domains: limits.address.domains.map((domain) => `@${domain.replace(/^@/, '')}`).join(', '),
        })
      : '',
    say('headerUntil', { until: moment(invite, surroundings, limits.until) }),
    next,
    wording.contact ? say('headerContact', { contact: wording.contact }) : '',
  ].filter(Boolean);
}

/** What a late visitor reads, as paragraphs of plain text. Says no more than a stranger may know. */
export function closedParagraphs(
  invite: InviteWords,
  surroundings: Surroundings,
  because: ClosedBecause,
): string[] {
  const { wording, limits } = invite;
  const reason =
    because === 'used'
      ? inviteeText(wording.language, 'closedUsed')
      : because === 'expired'
        ? inviteeText(wording.language, 'closedExpired', {
            until: moment(invite, surroundings, limits.until),
          })
        : inviteeText(wording.language, 'closedRevoked');
  return [reason, inviteeText(wording.language, 'closedAsk', { contact: wording.contact || wording.from })];
}

/** A message to send, in plain text. */
export interface Message {
  readonly subject: string;
  readonly body: string;
}

/** The ready-made message around the link. */
export function shareMessage(invite: InviteWords, surroundings: Surroundings, link: string): Message {
  const { wording, limits, invitee } = invite;
  const values = { from: wording.from, site: surroundings.siteName };
  const lines = [
    invitee?.firstName
      ? inviteeText(wording.language, 'shareGreetingName', { name: invitee.firstName })
      : inviteeText(wording.language, 'shareGreeting'),
    '',
    inviteeText(wording.language, 'shareBody', values),
    '',
    link,
    '',
    [
      inviteeText(wording.language, 'shareUntil', { until: moment(invite, surroundings, limits.until) }),
      limits.maxUses === 1 ? inviteeText(wording.language, 'shareOnce') : '',
    ]
      .filter(Boolean)
      .join(' '),
    ...(wording.note ? ['', wording.note] : []),
    ...(wording.contact
      ? ['', inviteeText(wording.language, 'headerContact', { contact: wording.contact })]
      : []),
    '',
    wording.from,
  ];
  return { subject: inviteeText(wording.language, 'shareSubject', values), body: lines.join('\n') };
}

/** The ready-made message around a personal link: the first one, one for an account of before, or a reminder. */
export function personalMessage(
  invite: InviteWords,
  surroundings: Surroundings,
  link: string,
  about: { readonly kind: 'invitation' | 'newLink' | 'reminder'; readonly login: string },
): Message {
  const { wording, limits, invitee } = invite;
  const values = { from: wording.from, site: surroundings.siteName, login: about.login };
  const say = (name: Parameters<typeof inviteeText>[1]) => inviteeText(wording.language, name, values);
  const lines = [
    invitee?.firstName
      ? inviteeText(wording.language, 'shareGreetingName', { name: invitee.firstName })
      : say('shareGreeting'),
    '',
    say(
      about.kind === 'invitation'
        ? 'personalBody'
        : about.kind === 'newLink'
          ? 'personalNewLinkBody'
          : 'personalReminderBody',
    ),
    '',
    link,
    '',
    say('passwordLogin'),
    [
      inviteeText(wording.language, 'shareUntil', { until: moment(invite, surroundings, limits.until) }),
      say('shareOnce'),
    ].join(' '),
    ...(wording.note ? ['', wording.note] : []),
    ...(wording.contact
      ? ['', inviteeText(wording.language, 'headerContact', { contact: wording.contact })]
      : []),
    '',
    wording.from,
  ];
  const subject = say(about.kind === 'reminder' ? 'personalReminderSubject' : 'passwordSubject');
  return { subject, body: lines.join('\n') };
}

/** The ready-made message that passes on a first password. */
export function passwordMessage(
  invite: InviteWords,
  surroundings: Surroundings,
  access: {
    readonly address: string;
    readonly firstName: string;
    readonly login: string;
    readonly password: string;
  },
): Message {
  const { language, from, contact } = invite.wording;
  const values = { site: surroundings.siteName };
  const lines = [
    access.firstName
      ? inviteeText(language, 'shareGreetingName', { name: access.firstName })
      : inviteeText(language, 'shareGreeting'),
    '',
    inviteeText(language, 'passwordBody', values),
    '',
    access.address,
    inviteeText(language, 'passwordLogin', { login: access.login }),
    inviteeText(language, 'passwordPassword', { password: access.password }),
    '',
    inviteeText(language, 'passwordChange'),
    ...(contact ? ['', inviteeText(language, 'headerContact', { contact })] : []),
    '',
    from,
  ];
  return { subject: inviteeText(language, 'passwordSubject', values), body: lines.join('\n') };
}
