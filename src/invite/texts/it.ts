import type { InviteeTexts } from './en.ts';

export const it: InviteeTexts = {
  languageName: 'Italiano',
  formName: 'Crei il suo account',
  formSection: 'I suoi dati',
  firstName: 'Nome',
  lastName: 'Cognome',
  email: 'E-mail',
  phone: 'Telefono',
  code: 'Codice di invito (già compilato, per favore lo lasci così com’è)',
  ticketTitle: 'Registrazione account',
  headerInvited: '{from} la invita su {site}.',
  headerUntil: 'Può registrarsi entro questo termine: {until}.',
  headerNextMail:
    'Dopo l’invio di questo modulo, il suo account viene creato e GLPI le invia per e-mail un link per impostare la password. Può volerci un po’ di tempo.',
  headerNextPassword:
    'Dopo l’invio di questo modulo, il suo account viene creato e {from} le indica come accedere. Può volerci un po’ di tempo.',
  headerNextApproval:
    'Dopo l’invio di questo modulo, {from} lo esamina prima che il suo account venga creato.',
  headerAddress: 'Usi per favore il suo indirizzo e-mail {address}.',
  headerDomains: 'Usi per favore un indirizzo e-mail che termina con {domains}.',
  headerContact: 'Domande? Si rivolga a {contact}.',
  closedName: 'Questo invito è terminato',
  closedUsed:
    'Questo invito è già stato utilizzato. Se la registrazione è già stata fatta, qui non resta nulla da fare.',
  closedExpired: 'Questo invito è scaduto. Termine: {until}.',
  closedRevoked: 'Questo invito non è più valido.',
  closedAsk: 'Se ha ancora bisogno di un account, chieda un nuovo invito a {contact}.',
  shareSubject: 'Il suo invito su {site}',
  shareGreeting: 'Buongiorno,',
  shareGreetingName: 'Buongiorno {name},',
  shareBody: '{from} la invita su {site}. Apra questo link e compili il modulo per ottenere il suo account:',
  shareUntil: 'Scadenza del link: {until}.',
  shareOnce: 'È riservato a lei e funziona una sola volta.',
  personalBody:
    '{from} ha creato per lei un account su {site}. Apra questo link e imposti la sua password; poi potrà accedere:',
  personalNewLinkBody:
    '{from} le invia un link con cui può impostare una nuova password per il suo account su {site}:',
  personalReminderSubject: 'Promemoria: il suo account su {site}',
  personalReminderBody:
    'Il suo account su {site} la aspetta. Apra questo link e imposti la sua password; poi potrà accedere:',
  ticketAdmitted: 'L’account {login} è stato creato (invito {invite}).',
  ticketLinked: 'Esiste già un account {login}; non è stato modificato nulla (invito {invite}).',
  ticketRefused: 'Questa registrazione non è stata accettata (invito {invite}).',
  passwordSubject: 'Il suo account su {site}',
  passwordBody: 'Il suo account su {site} è pronto. Acceda qui:',
  passwordLogin: 'Login: {login}',
  passwordPassword: 'Password iniziale: {password}',
  passwordChange: 'Per favore cambi la password dopo l’accesso.',
};
