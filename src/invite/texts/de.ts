import type { InviteeTexts } from './en.ts';

export const de: InviteeTexts = {
  languageName: 'Deutsch',
  formName: 'Konto anlegen',
  formSection: 'Ihre Angaben',
  firstName: 'Vorname',
  lastName: 'Nachname',
  email: 'E-Mail-Adresse',
  phone: 'Telefon',
  code: 'Einladungscode (bereits ausgefüllt, bitte nicht ändern)',
  ticketTitle: 'Registrierung',
  headerInvited: '{from} lädt Sie zu {site} ein.',
  headerUntil: 'Sie können sich bis zum {until} registrieren.',
  headerNextMail:
    'Nachdem Sie dieses Formular gesendet haben, wird Ihr Konto angelegt, und GLPI schickt Ihnen per E-Mail einen Link, mit dem Sie Ihr Passwort festlegen. Das kann eine Weile dauern.',
  headerNextPassword:
    'Nachdem Sie dieses Formular gesendet haben, wird Ihr Konto angelegt, und {from} teilt Ihnen mit, wie Sie sich anmelden. Das kann eine Weile dauern.',
  headerNextApproval:
    'Nachdem Sie dieses Formular gesendet haben, prüft {from} Ihre Angaben, bevor Ihr Konto angelegt wird.',
  headerAddress: 'Bitte verwenden Sie Ihre E-Mail-Adresse {address}.',
  headerDomains: 'Bitte verwenden Sie eine E-Mail-Adresse, die auf {domains} endet.',
  headerContact: 'Fragen? Wenden Sie sich an {contact}.',
  closedName: 'Diese Einladung ist beendet',
  closedUsed:
    'Diese Einladung wurde bereits genutzt. Wenn Sie sich schon registriert haben, müssen Sie hier nichts mehr tun.',
  closedExpired: 'Diese Einladung war bis zum {until} gültig.',
  closedRevoked: 'Diese Einladung ist nicht mehr gültig.',
  closedAsk: 'Wenn Sie noch ein Konto brauchen, bitten Sie {contact} um eine neue Einladung.',
  shareSubject: 'Ihre Einladung zu {site}',
  shareGreeting: 'Guten Tag,',
  shareGreetingName: 'Guten Tag {name},',
  shareBody:
    '{from} lädt Sie zu {site} ein. Öffnen Sie diesen Link und füllen Sie das Formular aus, um Ihr Konto zu erhalten:',
  shareUntil: 'Der Link ist bis zum {until} gültig.',
  shareOnce: 'Er ist nur für Sie bestimmt und funktioniert einmal.',
  personalBody:
    '{from} hat für Sie ein Konto auf {site} angelegt. Öffnen Sie diesen Link und wählen Sie Ihr Passwort; danach können Sie sich anmelden:',
  personalNewLinkBody:
    '{from} sendet Ihnen einen Link, mit dem Sie ein neues Passwort für Ihr Konto auf {site} wählen können:',
  personalReminderSubject: 'Erinnerung: Ihr Konto auf {site}',
  personalReminderBody:
    'Ihr Konto auf {site} wartet auf Sie. Öffnen Sie diesen Link und wählen Sie Ihr Passwort; danach können Sie sich anmelden:',
  ticketAdmitted: 'Das Konto {login} wurde angelegt (Einladung {invite}).',
  ticketLinked: 'Es gibt bereits ein Konto {login}; daran wurde nichts geändert (Einladung {invite}).',
  ticketRefused: 'Diese Registrierung wurde nicht angenommen (Einladung {invite}).',
  passwordSubject: 'Ihr Konto auf {site}',
  passwordBody: 'Ihr Konto auf {site} ist bereit. Melden Sie sich hier an:',
  passwordLogin: 'Benutzername: {login}',
  passwordPassword: 'Erstpasswort: {password}',
  passwordChange: 'Bitte ändern Sie dieses Passwort nach Ihrer ersten Anmeldung.',
};
