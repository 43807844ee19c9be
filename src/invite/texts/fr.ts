import type { InviteeTexts } from './en.ts';

export const fr: InviteeTexts = {
  languageName: 'Français',
  formName: 'Créez votre compte',
  formSection: 'Vos coordonnées',
  firstName: 'Prénom',
  lastName: 'Nom',
  email: 'Adresse e-mail',
  phone: 'Téléphone',
  code: 'Code d’invitation (déjà rempli, merci de ne pas le modifier)',
  ticketTitle: 'Inscription',
  headerInvited: '{from} vous invite à rejoindre {site}.',
  headerUntil: 'Vous pouvez vous inscrire jusqu’au {until}.',
  headerNextMail:
    'Après l’envoi de ce formulaire, votre compte est créé et GLPI vous envoie par e-mail un lien pour choisir votre mot de passe. Cela peut prendre un moment.',
  headerNextPassword:
    'Après l’envoi de ce formulaire, votre compte est créé et {from} vous indique comment vous connecter. Cela peut prendre un moment.',
  headerNextApproval: 'Après l’envoi de ce formulaire, {from} l’examine avant la création de votre compte.',
  headerAddress: 'Merci d’utiliser votre adresse e-mail {address}.',
  headerDomains: 'Merci d’utiliser une adresse e-mail qui se termine par {domains}.',
  headerContact: 'Des questions ? Contactez {contact}.',
  closedName: 'Cette invitation est terminée',
  closedUsed:
    'Cette invitation a été utilisée. Si vous vous êtes déjà inscrit, vous n’avez plus rien à faire ici.',
  closedExpired: 'Cette invitation était valable jusqu’au {until}.',
  closedRevoked: 'Cette invitation n’est plus valable.',
  closedAsk: 'S’il vous faut encore un compte, demandez une nouvelle invitation à {contact}.',
  shareSubject: 'Votre invitation à {site}',
  shareGreeting: 'Bonjour,',
  shareGreetingName: 'Bonjour {name},',
  shareBody:
    '{from} vous invite à rejoindre {site}. Ouvrez ce lien et remplissez le formulaire pour obtenir votre compte :',
  shareUntil: 'Le lien fonctionne jusqu’au {until}.',
  shareOnce: 'Il vous est réservé et ne fonctionne qu’une fois.',
  personalBody:
    '{from} vous a créé un compte sur {site}. Ouvrez ce lien et choisissez votre mot de passe ; vous pourrez ensuite vous connecter :',
  personalNewLinkBody:
    '{from} vous envoie un lien pour choisir un nouveau mot de passe pour votre compte sur {site} :',
  personalReminderSubject: 'Rappel : votre compte sur {site}',
  personalReminderBody:
    'Votre compte sur {site} vous attend. Ouvrez ce lien et choisissez votre mot de passe ; vous pourrez ensuite vous connecter :',
  ticketAdmitted: 'Le compte {login} a été créé (invitation {invite}).',
  ticketLinked: 'Un compte {login} existe déjà ; rien n’y a été modifié (invitation {invite}).',
  ticketRefused: 'Cette inscription n’a pas été acceptée (invitation {invite}).',
  passwordSubject: 'Votre compte sur {site}',
  passwordBody: 'Votre compte sur {site} est prêt. Connectez-vous ici :',
  passwordLogin: 'Identifiant : {login}',
  passwordPassword: 'Premier mot de passe : {password}',
  passwordChange: 'Merci de changer ce mot de passe après votre première connexion.',
};
