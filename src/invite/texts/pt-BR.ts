import type { InviteeTexts } from './en.ts';

export const ptBR: InviteeTexts = {
  languageName: 'Português (Brasil)',
  formName: 'Crie a sua conta',
  formSection: 'Seus dados',
  firstName: 'Nome',
  lastName: 'Sobrenome',
  email: 'E-mail',
  phone: 'Telefone',
  code: 'Código do convite (já preenchido; por favor, deixe como está)',
  ticketTitle: 'Cadastro de conta',
  headerInvited: '{from} convida você para {site}.',
  headerUntil: 'Você pode se cadastrar até {until}.',
  headerNextMail:
    'Depois que você enviar este formulário, a sua conta será criada e o GLPI enviará por e-mail um link para você definir a senha. Isso pode demorar um pouco.',
  headerNextPassword:
    'Depois que você enviar este formulário, a sua conta será criada e {from} dirá como entrar. Isso pode demorar um pouco.',
  headerNextApproval:
    'Depois que você enviar este formulário, {from} vai analisá-lo antes de a sua conta ser criada.',
  headerAddress: 'Por favor, use o seu endereço de e-mail {address}.',
  headerDomains: 'Por favor, use um endereço de e-mail que termine em {domains}.',
  headerContact: 'Dúvidas? Fale com {contact}.',
  closedName: 'Este convite foi encerrado',
  closedUsed: 'Este convite já foi usado. Se você já se cadastrou, não há mais nada a fazer aqui.',
  closedExpired: 'Este convite podia ser usado até {until}.',
  closedRevoked: 'Este convite não é mais válido.',
  closedAsk: 'Se você ainda precisa de uma conta, peça um novo convite a {contact}.',
  shareSubject: 'Seu convite para {site}',
  shareGreeting: 'Olá,',
  shareGreetingName: 'Olá, {name},',
  shareBody:
    '{from} convida você para {site}. Abra este link e preencha o formulário para receber a sua conta:',
  shareUntil: 'O link funciona até {until}.',
  shareOnce: 'Ele é só para você e funciona uma única vez.',
  personalBody:
    '{from} criou uma conta para você em {site}. Abra este link e defina a sua senha; depois disso, você já pode entrar:',
  personalNewLinkBody: '{from} envia a você um link para definir uma nova senha para a sua conta em {site}:',
  personalReminderSubject: 'Lembrete: sua conta em {site}',
  personalReminderBody:
    'A sua conta em {site} está esperando por você. Abra este link e defina a sua senha; depois disso, você já pode entrar:',
  ticketAdmitted: 'A conta {login} foi criada (convite {invite}).',
  ticketLinked: 'Já existe uma conta {login}; nada nela foi alterado (convite {invite}).',
  ticketRefused: 'Este cadastro não foi aceito (convite {invite}).',
  passwordSubject: 'Sua conta em {site}',
  passwordBody: 'A sua conta em {site} está pronta. Entre aqui:',
  passwordLogin: 'Usuário: {login}',
  passwordPassword: 'Senha inicial: {password}',
  passwordChange: 'Por favor, troque a senha depois de entrar.',
};
