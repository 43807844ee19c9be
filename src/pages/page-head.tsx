import { t } from '../ui/text.ts';

/** The head of a full page of ours: whose it is, what it is called, and what it is for. */
export function PageHead({ title, lead }: { title: string; lead: string }) {
  return (
    <header class="welcome-head">
      <img src="/icons/128.png" width="56" height="56" alt="" />
      <div>
        <p class="brand">{t('extensionName')}</p>
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
      </div>
    </header>
  );
}
