/** What to do about what stands in the worker's way; English like its log. */
const hints: Readonly<Record<string, string>> = {
  nobodyTrusted:
    'Name the issuers whose invitations count with --issuer. Those who have sealed here are told below.',
  rightsMissing:
    'Give them to the profile of the API token’s user (Administration > Profiles), see docs/worker.md.',
  moreRightsThanNeeded:
    'Whoever gets hold of the token could do all of that. Make a profile of its own (docs/worker.md), or start with --allow-more-rights.',
  unreachable: 'GLPI does not answer at this address; tried again with the next round.',
  timedOut: 'GLPI took too long to answer; tried again with the next round.',
  certificateNotTrusted:
    'Node does not trust the certificate of GLPI. NODE_EXTRA_CA_CERTS names a file with the certificate of your own authority.',
  notGlpi: 'There is no GLPI at this address.',
  apiOff: 'Switch the API on: Setup > General > API.',
  addressNotAllowed: 'Let the address of this machine in: Setup > General > API, API clients.',
  appTokenRequired: 'This API client wants an app token: GLPI_APP_TOKEN or GLPI_APP_TOKEN_FILE.',
  appTokenWrong: 'The app token is not the one of the API client for this address.',
  apiTokenRefused: 'The API token is wrong, or its user is not active.',
  externalTokenLoginOff:
    'The API token is wrong, its user is not active, or “Enable login with external token” is off in Setup > General > API.',
  authorizationHeaderLost: 'The web server drops the Authorization header on its way to GLPI.',
  formsNotAvailable: 'GLPI has forms from version 11 on.',
  userRightMissing: 'The user may not create users any more.',
  formRightMissing: 'The user may not work on forms any more.',
  ticketRightMissing: 'The user may not see and solve all tickets any more.',
};

/** One sentence, where there is one to say. */
export const hintFor = (code: string): string | undefined => hints[code];
