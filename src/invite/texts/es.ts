import type { InviteeTexts } from './en.ts';

export const es: InviteeTexts = {
  languageName: 'Español',
  formName: 'Cree su cuenta',
  formSection: 'Sus datos',
  firstName: 'Nombre',
  lastName: 'Apellido',
  email: 'Correo electrónico',
  phone: 'Teléfono',
  code: 'Código de invitación (ya está rellenado; déjelo como está, por favor)',
  ticketTitle: 'Registro de cuenta',
  headerInvited: '{from} le invita a {site}.',
  headerUntil: 'Puede registrarse hasta el {until}.',
  headerNextMail:
    'Cuando envíe este formulario, se creará su cuenta y GLPI le mandará por correo un enlace para elegir su contraseña. Puede tardar un poco.',
  headerNextPassword:
    'Cuando envíe este formulario, se creará su cuenta y {from} le indicará cómo iniciar sesión. Puede tardar un poco.',
  headerNextApproval: 'Cuando envíe este formulario, {from} lo revisará antes de que se cree su cuenta.',
  headerAddress: 'Use su dirección de correo {address}, por favor.',
  headerDomains: 'Use una dirección de correo que termine en {domains}, por favor.',
  headerContact: '¿Alguna duda? Consulte a {contact}.',
  closedName: 'Esta invitación ha terminado',
  closedUsed: 'Esta invitación ya se ha usado. Si ya se registró, no tiene que hacer nada más aquí.',
  closedExpired: 'Esta invitación se podía usar hasta el {until}.',
  closedRevoked: 'Esta invitación ya no es válida.',
  closedAsk: 'Si todavía necesita una cuenta, pida una nueva invitación a {contact}.',
  shareSubject: 'Su invitación a {site}',
  shareGreeting: 'Hola:',
  shareGreetingName: 'Hola, {name}:',
  shareBody: '{from} le invita a {site}. Abra este enlace y rellene el formulario para obtener su cuenta:',
  shareUntil: 'El enlace funciona hasta el {until}.',
  shareOnce: 'Es solo para usted y funciona una sola vez.',
  personalBody:
    '{from} le ha creado una cuenta en {site}. Abra este enlace y elija su contraseña; después podrá iniciar sesión:',
  personalNewLinkBody:
    '{from} le envía un enlace con el que puede elegir una contraseña nueva para su cuenta en {site}:',
  personalReminderSubject: 'Recordatorio: su cuenta en {site}',
  personalReminderBody:
    'Su cuenta en {site} le espera. Abra este enlace y elija su contraseña; después podrá iniciar sesión:',
  ticketAdmitted: 'Se creó la cuenta {login} (invitación {invite}).',
  ticketLinked: 'Ya existe una cuenta {login}; no se cambió nada en ella (invitación {invite}).',
  ticketRefused: 'Este registro no se aceptó (invitación {invite}).',
  passwordSubject: 'Su cuenta en {site}',
  passwordBody: 'Su cuenta en {site} está lista. Inicie sesión aquí:',
  passwordLogin: 'Usuario: {login}',
  passwordPassword: 'Contraseña inicial: {password}',
  passwordChange: 'Cambie la contraseña después de iniciar sesión, por favor.',
};
