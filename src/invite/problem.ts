/**
 * Everything that can stand in the way, as values. The sentence and the next step for the user are
 * `problem_<code>` and `problem_<code>_next` in the translations; `detail` fills their placeholders.
 */
export const problemCodes = [
  // Reaching a site
  'hostNotGranted',
  'notGlpi',
  'unreachable',
  'certificateNotTrusted',
  'timedOut',
  'serverFailed',
  'replyUnreadable',
  'replyTooLarge',
  'glpiTooOld',
  // Getting an API session of the admin's own
  'glpiTabNeeded',
  'notLoggedIn',
  'apiOff',
  'addressNotAllowed',
  'appTokenRequired',
  'appTokenWrong',
  'noApiToken',
  'apiTokenRefused',
  'externalTokenLoginOff',
  'authorizationHeaderLost',
  'sessionEnded',
  'pageUnreadable',
  'mendRefused',
  // What the admin, or this GLPI, cannot do
  'userRightMissing',
  'formRightMissing',
  'ticketRightMissing',
  'formsNotAvailable',
  'plainHttp',
  'clockWrong',
  'mailOff',
  'rightRefused',
  'refusedByGlpi',
  'itemMissing',
  // Issuing
  'profileNotGrantable',
  'profileMissing',
  'entityMissing',
  'groupMissing',
  'untilInThePast',
  'usesNotPositive',
  'addressNotValid',
  'domainNotValid',
  'privilegedNeedsConfirmation',
  'questionEmpty',
  'choicesTooFew',
  'choiceTwice',
  'issueTakenDown',
  // What became of an open invite in GLPI
  'formGone',
  'formInactive',
  'formEdited',
  // What stands in GLPI in the place of a seal
  'sealMissing',
  'sealBroken',
  'sealCopied',
  'sealOtherSite',
  'sealOld',
  'sealForeign',
  'sealGrantChanged',
  'issuerNotTrusted',
  'cannotSeal',
  // A personal link
  'nameMissing',
  'passwordPageMailOff',
  'passwordPageNotificationOff',
  'accountGone',
  'accountInTrash',
  'accountInactive',
  'accountElsewhere',
  'linkNotSet',
  'linkNotCleared',
  'linkReplaced',
  'cameInAlready',
  // Changing an invite that is out
  'inviteNotOpen',
  'usesBelowMade',
  'privilegedForOne',
  'personalFixed',
  'linkWithinBatch',
  'templateUnknown',
  'messageWithoutLink',
  'placeholderUnknown',
  // Many at once
  'rowTwice',
  'accountExists',
  'inviteExists',
  'groupUnknown',
  'tooManyRows',
  'bulkUnknown',
  'codeUnknown',
  // What the organisation has set in the browser's policy
  'lifeAboveRail',
  'usesAboveRail',
  'profileOutsideRails',
  'domainOutsideRails',
  'railsUnreadable',
  // Judging a registration
  'answersUnreadable',
  'answersTooLong',
  'answersUnmarked',
  'answersWithoutName',
  'answersWithoutAddress',
  'addressOutsideInvite',
  'inviteExpired',
  'inviteUsedUp',
  'inviteClosed',
  'loginTaken',
  'addressTaken',
  'refusedByAdmin',
  'submittedWhileSignedIn',
  'ticketLinkedByHand',
  'ticketSolvedByHand',
  'hiddenCharacters',
  'unusualAddress',
  'lookalikeAddress',
  'tooManyAnHour',
  'answerMissing',
  'answerNotOffered',
  'decidedElsewhere',
  // Admitting
  'grantNotGiven',
  'noFreeLogin',
  'beingAdmittedElsewhere',
  'passwordNotSet',
  'notWaiting',
  'accountUnknown',
  'accountNotOurs',
  'loginNotValid',
  // Our own house
  'siteUnknown',
  'inviteUnknown',
  'registrationUnknown',
  'keyGone',
  'requestNotValid',
  'notAllowedHere',
  'ledgerNewer',
  'ledgerFull',
  'ledgerUnreadable',
  'recordRepaired',
  'recordSetAside',
  'backupUnreadable',
  'backupNewer',
  'backupTooLarge',
  'passphraseTooShort',
  'passphraseWrong',
  'interrupted',
  'unexpected',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/** Changes that the extension can make in GLPI with the admin's web session, after saying exactly what. */
export const mends = [
  'makeApiToken',
  'turnApiOn',
  'letAddressIn',
  'readAppToken',
  'allowExternalTokenLogin',
  'openPasswordPage',
] as const;
export type Mend = (typeof mends)[number];

/** A reason, with what the sentence about it needs. Never holds a secret: problems are shown and kept. */
export interface Problem {
  readonly code: ProblemCode;
  /** Fills the placeholders of the sentence, by name. Untrusted text: shown as text, never as markup. */
  readonly detail?: Readonly<Record<string, string>>;
  /** The one change that would mend it, where the admin's web session may make it. */
  readonly mend?: Mend;
}

/** The way a problem travels through `await`s; surfaces get the plain value. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.code, options);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** Throws `code` as a ProblemError. */
export function fail(code: ProblemCode, detail?: Record<string, string>, mend?: Mend): never {
  throw new ProblemError(problem(code, detail, mend));
}

/** A Problem, leaving out what is not given. */
export function problem(code: ProblemCode, detail?: Record<string, string>, mend?: Mend): Problem {
  return { code, ...(detail ? { detail } : {}), ...(mend ? { mend } : {}) };
}

/** The problem inside whatever was thrown; an unknown error becomes `unexpected` without its message, which may hold a secret. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  return { code: 'unexpected', detail: { what: thrown instanceof Error ? thrown.name : typeof thrown } };
}
