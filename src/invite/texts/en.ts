/** Every text that an invitee reads, in English. `{name}` is filled in; the other languages have the same placeholders. */
export const en = {
  languageName: 'English',
  formName: 'Create your account',
  formSection: 'Your details',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  phone: 'Phone',
  code: 'Invitation code (filled in already, please leave it as it is)',
  ticketTitle: 'Account registration',
  headerInvited: '{from} invites you to {site}.',
  headerUntil: 'You can register until {until}.',
  headerNextMail:
    'After you send this form, your account is created and GLPI mails you a link to set your password. This can take a while.',
  headerNextPassword:
    'After you send this form, your account is created and {from} tells you how to sign in. This can take a while.',
  headerNextApproval: 'After you send this form, {from} looks at it before your account is created.',
  headerAddress: 'Please use your e-mail address {address}.',
  headerDomains: 'Please use an e-mail address that ends in {domains}.',
  headerContact: 'Questions? Ask {contact}.',
  closedName: 'This invitation has ended',
  closedUsed:
    'This invitation has been used. If you have registered already, there is nothing left to do here.',
  closedExpired: 'This invitation could be used until {until}.',
  closedRevoked: 'This invitation is no longer valid.',
  closedAsk: 'If you still need an account, ask {contact} for a new invitation.',
  shareSubject: 'Your invitation to {site}',
  shareGreeting: 'Hello,',
  shareGreetingName: 'Hello {name},',
  shareBody: '{from} invites you to {site}. Open this link and fill in the form to get your account:',
  shareUntil: 'The link works until {until}.',
  shareOnce: 'It is meant for you alone and works once.',
  personalBody:
    '{from} has made an account for you on {site}. Open this link and set your own password; then you can sign in:',
  personalNewLinkBody:
    '{from} sends you a link with which you can set a new password for your account on {site}:',
  personalReminderSubject: 'Reminder: your account on {site}',
  personalReminderBody:
    'Your account on {site} is waiting for you. Open this link and set your own password; then you can sign in:',
  ticketAdmitted: 'Account {login} was created (invite {invite}).',
  ticketLinked: 'There is already an account {login}; nothing in it was changed (invite {invite}).',
  ticketRefused: 'This registration was not accepted (invite {invite}).',
  passwordSubject: 'Your account on {site}',
  passwordBody: 'Your account on {site} is ready. Sign in here:',
  passwordLogin: 'Login: {login}',
  passwordPassword: 'First password: {password}',
  passwordChange: 'Please change the password after you have signed in.',
} as const;

export type InviteeTexts = Readonly<Record<keyof typeof en, string>>;
