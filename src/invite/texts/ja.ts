import type { InviteeTexts } from './en.ts';

export const ja: InviteeTexts = {
  languageName: '日本語',
  formName: 'アカウントの作成',
  formSection: 'ご自身の情報',
  firstName: '名',
  lastName: '姓',
  email: 'メールアドレス',
  phone: '電話番号',
  code: '招待コード（入力済みです。変更せずにそのままにしてください）',
  ticketTitle: 'アカウント登録',
  headerInvited: '{from} より {site} へご招待します。',
  headerUntil: '{until} までご登録いただけます。',
  headerNextMail:
    'このフォームを送信するとアカウントが作成され、GLPI からパスワード設定用のリンクがメールで届きます。しばらく時間がかかることがあります。',
  headerNextPassword:
    'このフォームを送信するとアカウントが作成され、{from} よりサインインの方法をお知らせします。しばらく時間がかかることがあります。',
  headerNextApproval: 'このフォームを送信すると、{from} が内容を確認したうえでアカウントが作成されます。',
  headerAddress: 'メールアドレスは {address} をお使いください。',
  headerDomains: '末尾が {domains} のメールアドレスをお使いください。',
  headerContact: 'ご不明な点は {contact} までお問い合わせください。',
  closedName: 'この招待は終了しました',
  closedUsed: 'この招待は既に使用されています。ご登録がお済みの場合、ここでのお手続きは必要ありません。',
  closedExpired: 'この招待の有効期限は {until} まででした。',
  closedRevoked: 'この招待は無効になりました。',
  closedAsk: '引き続きアカウントが必要な場合は、{contact} に新しい招待をご依頼ください。',
  shareSubject: '{site} へのご招待',
  shareGreeting: 'こんにちは。',
  shareGreetingName: '{name} 様',
  shareBody:
    '{from} より {site} へご招待します。次のリンクを開き、フォームに入力してアカウントを取得してください：',
  shareUntil: 'リンクは {until} まで有効です。',
  shareOnce: 'このリンクはあなた専用で、1 回だけ使えます。',
  personalBody:
    '{from} が {site} にあなたのアカウントを作成しました。次のリンクを開いてパスワードを設定すると、サインインできるようになります：',
  personalNewLinkBody:
    '{from} より、{site} のアカウントに新しいパスワードを設定するためのリンクをお送りします：',
  personalReminderSubject: 'リマインダー：{site} のアカウントについて',
  personalReminderBody:
    '{site} にあなたのアカウントが用意されています。次のリンクを開いてパスワードを設定すると、サインインできるようになります：',
  ticketAdmitted: 'アカウント {login} を作成しました（招待 {invite}）。',
  ticketLinked: 'アカウント {login} は既に存在し、その内容は変更されていません（招待 {invite}）。',
  ticketRefused: 'この登録は受け付けられませんでした（招待 {invite}）。',
  passwordSubject: '{site} のアカウントについて',
  passwordBody: '{site} のアカウントの準備ができました。こちらからサインインしてください：',
  passwordLogin: 'ログイン名：{login}',
  passwordPassword: '初期パスワード：{password}',
  passwordChange: 'サインイン後に、パスワードの変更をお願いいたします。',
};
