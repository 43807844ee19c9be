import type { Session } from './sessions.ts';

/** GLPI's short texts: English is the key, French where GLPI was seen to say it. */
const FRENCH = {
  'API disabled': 'API désactivée',
  "You don't have permission to perform this action.":
    "Vous n'avez pas les droits requis pour réaliser cette action.",
  'You cannot delete an entity which contains sub-entities.':
    'Vous ne pouvez pas supprimer une entité qui contient des sous-entités.',
  'The item is already solved, did anyone pushed a solution before you?':
    "Cet item est déjà résolu, quelqu'un a-t-il publié une solution avant vous ?",
  'Unable to add. The user already exists.': "Ajout impossible. L'utilisateur existe déjà.",
  'The login is not valid. Unable to add the user.':
    "L'identifiant n'est pas valide. Impossible d'ajouter l'utilisateur.",
  'Error: the two passwords do not match': 'Erreur : les deux mots de passe ne sont pas identiques',
  'Item successfully added: %s': 'Élément ajouté : %s',
  'You are not allowed to update the following fields: %s':
    "Vous n'êtes pas autorisé à mettre à jour les champs suivants : %s",
  'An error occurred during password update':
    "Une erreur s'est produite lors de la mise à jour du mot de passe",
  'No selected element or badly defined operation': 'Aucun élément sélectionné ou opération mal définie',
  'Item not found': 'Élément introuvable',
  'Your password reset request has expired or is invalid. Please renew it.':
    'Votre demande de réinitialisation de mot de passe a expiré ou est invalide. Merci de la renouveler.',
  'Unable to reset password, please contact your administrator':
    'Impossible de ré-initialiser le mot de passe, veuillez contacter votre administrateur',
  'Reset password successful.': 'Mot de passe modifié avec succès.',
  'Sending password forget notification is not enabled.':
    'La notification « Password forget » n’est pas activé.',
  'Sending password initialization notification is not enabled.':
    'La notification d’initialisation du mot de passe n’est pas activé.',
  'Password was used too recently.': 'Ce mot de passe a été utilisé trop récemment.',
  'Password too short!': 'Le mot de passe est trop court !',
  'Password must include at least a digit!': 'Le mot de passe doit contenir au moins un chiffre !',
  'Password must include at least a lowercase letter!':
    'Le mot de passe doit contenir au moins une minuscule !',
  'Password must include at least a uppercase letter!':
    'Le mot de passe doit contenir au moins une majuscule !',
  'Password must include at least a symbol!': 'Le mot de passe doit contenir au moins un symbole !',
  'Incorrect username or password': 'Identifiant ou mot de passe incorrect',
  'Access denied': 'Accès refusé',
  'The action you have requested is not allowed.': "L'action que vous avez réalisée n'est pas autorisée.",
  'The value must match the requested format': 'La valeur doit correspondre au format demandé',
  'The length must be less than or equal to %s': 'La longueur doit être inférieure ou égale à %s',
  'This field is mandatory': 'Ce champ est requis',
  'Please enter a valid email': 'Veuillez saisir un e-mail valide',
  'tree structure': 'Arborescence',
  Home: 'Accueil',
  Users: 'Utilisateurs',
  User: 'Utilisateur',
  Administration: 'Administration',
  Assistance: 'Assistance',
  Setup: 'Configuration',
  General: 'Général',
  Groups: 'Groupes',
  Group: 'Groupe',
  Entities: 'Entités',
  Entity: 'Entité',
  Profiles: 'Profils',
  Profile: 'Profil',
  Forms: 'Formulaires',
  Tickets: 'Tickets',
  Ticket: 'Ticket',
  Add: 'Ajouter',
  Save: 'Sauvegarder',
  Search: 'Rechercher',
  'Search…': 'Rechercher',
  Lists: 'Listes',
  Login: 'Identifiant',
  Surname: 'Nom de famille',
  'First name': 'Prénom',
  'Last name': 'Nom de famille',
  'Email addresses': 'Adresses de messagerie',
  Emails: 'Courriels',
  Phone: 'Téléphone',
  Location: 'Lieu',
  Active: 'Actif',
  Yes: 'Oui',
  No: 'Non',
  Password: 'Mot de passe',
  'Password confirmation': 'Confirmation mot de passe',
  Comments: 'Commentaires',
  Recursive: 'Récursif',
  Authorization: 'Habilitation',
  Authorizations: 'Habilitations',
  'Valid since': 'Valide depuis',
  'Valid until': "Valide jusqu'à",
  'User menu': 'Menu utilisateur',
  'Change profile': 'Changer de profil',
  'Change mode': 'Changer de mode',
  'Debug mode disabled': 'Mode débug inactif',
  Help: 'Aide',
  About: 'À propos',
  'My settings': 'Mes préférences',
  Logout: 'Déconnexion',
  'API token': "Jeton d'API",
  Regenerate: 'Regénérer',
  'Remote access keys': "Clefs d'accès distant",
  'Passwords and access keys': "Mot de passe et jeton d'accès",
  Submit: 'Envoyer',
  'Form submitted': 'Formulaire envoyé',
  'Your form has been submitted successfully.': 'Votre formulaire a été envoyé avec succès.',
  "I'm not a robot": 'Je ne suis pas un robot',
  'Item successfully created': 'Élément créé avec succès',
  'Login to your account': 'Connexion à votre compte',
  'Sign in': 'Se connecter',
} as const satisfies Record<string, string>;

export type Phrase = keyof typeof FRENCH;

export function say(language: Session['language'], phrase: Phrase): string {
  return language === 'fr_FR' ? FRENCH[phrase] : phrase;
}

export function htmlLanguage(language: Session['language']): 'fr' | 'en' {
  return language === 'fr_FR' ? 'fr' : 'en';
}
