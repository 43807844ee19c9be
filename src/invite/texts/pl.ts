import type { InviteeTexts } from './en.ts';

export const pl: InviteeTexts = {
  languageName: 'Polski',
  formName: 'Utwórz swoje konto',
  formSection: 'Twoje dane',
  firstName: 'Imię',
  lastName: 'Nazwisko',
  email: 'Adres e-mail',
  phone: 'Telefon',
  code: 'Kod zaproszenia (już wpisany, prosimy go nie zmieniać)',
  ticketTitle: 'Rejestracja',
  headerInvited: '{from} zaprasza Cię do serwisu {site}.',
  headerUntil: 'Zarejestrować się można do {until}.',
  headerNextMail:
    'Po wysłaniu tego formularza powstanie Twoje konto, a GLPI wyśle Ci e-mailem link do ustawienia hasła. Może to chwilę potrwać.',
  headerNextPassword:
    'Po wysłaniu tego formularza powstanie Twoje konto, a {from} przekaże Ci, jak się zalogować. Może to chwilę potrwać.',
  headerNextApproval: 'Po wysłaniu tego formularza {from} przejrzy go, zanim powstanie Twoje konto.',
  headerAddress: 'Prosimy użyć swojego adresu e-mail {address}.',
  headerDomains: 'Prosimy użyć adresu e-mail, który kończy się na {domains}.',
  headerContact: 'Pytania? Kontakt: {contact}.',
  closedName: 'To zaproszenie już się zakończyło',
  closedUsed:
    'To zaproszenie zostało już wykorzystane. Jeśli rejestracja jest już za Tobą, nie musisz tu nic więcej robić.',
  closedExpired: 'To zaproszenie było ważne do {until}.',
  closedRevoked: 'To zaproszenie nie jest już ważne.',
  closedAsk: 'Jeśli nadal potrzebujesz konta, poproś o nowe zaproszenie: {contact}.',
  shareSubject: 'Zaproszenie do serwisu {site}',
  shareGreeting: 'Dzień dobry,',
  shareGreetingName: 'Dzień dobry, {name},',
  shareBody:
    '{from} zaprasza Cię do serwisu {site}. Otwórz ten link i wypełnij formularz, aby otrzymać konto:',
  shareUntil: 'Link działa do {until}.',
  shareOnce: 'Jest przeznaczony tylko dla Ciebie i działa raz.',
  personalBody:
    'W serwisie {site} czeka na Ciebie konto; zaprasza {from}. Otwórz ten link i ustaw hasło, a potem możesz się zalogować:',
  personalNewLinkBody:
    '{from} wysyła Ci link, którym możesz ustawić nowe hasło do swojego konta w serwisie {site}:',
  personalReminderSubject: 'Przypomnienie: Twoje konto w serwisie {site}',
  personalReminderBody:
    'Twoje konto w serwisie {site} czeka na Ciebie. Otwórz ten link i ustaw hasło, a potem możesz się zalogować:',
  ticketAdmitted: 'Utworzono konto {login} (zaproszenie {invite}).',
  ticketLinked: 'Konto {login} już istnieje; nic w nim nie zmieniono (zaproszenie {invite}).',
  ticketRefused: 'Ta rejestracja nie została przyjęta (zaproszenie {invite}).',
  passwordSubject: 'Twoje konto w serwisie {site}',
  passwordBody: 'Twoje konto w serwisie {site} jest gotowe. Zaloguj się tutaj:',
  passwordLogin: 'Login: {login}',
  passwordPassword: 'Hasło początkowe: {password}',
  passwordChange: 'Prosimy zmienić to hasło po pierwszym zalogowaniu.',
};
