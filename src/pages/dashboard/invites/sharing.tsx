import { useEffect, useState } from 'preact/hooks';
import { wordingLanguages } from '../../../invite/wording.ts';
import type { Outcome } from '../../../messages/ask.ts';
import type { InviteDetailView } from '../../../messages/dashboard-views.ts';
import type { Share } from '../../../messages/views.ts';
import { ask } from '../../../ui/ask.ts';
import { addressOf } from '../../../ui/issued-view.tsx';
import { nameOfLanguage } from '../../../ui/language-name.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { SelectField } from '../../../ui/select.tsx';
import { ShareSheet } from '../../../ui/share-sheet.tsx';
import { t } from '../../../ui/text.ts';
import { useReply } from '../../use-reply.ts';
import { hashOf } from '../address.ts';
import { Loading } from '../list-parts.tsx';

/** The link and its message: ours in any language, or one of the admin's own. */
export function Sharing({ detail }: { detail: InviteDetailView }) {
  const { invite, wording } = detail;
  const [choice, setChoice] = useState<string>(wording.language);
  const [share, setShare] = useState<Outcome<Share> | null>(null);
  const templates = useReply('template.list', {});
  const own = (templates.outcome?.ok ? templates.outcome.value : []).filter(({ kind }) => kind === 'message');
  const language = wordingLanguages.find((code) => code === choice) ?? null;
  const message = language === null ? choice : null;

  // Asked for only where it may be shown, and anew when what the message says has changed.
  useEffect(() => {
    let isOld = false;
    void ask('invite.shareWith', { invite: invite.id, language, message }).then((outcome) => {
      if (!isOld) setShare(outcome);
    });
    return () => {
      isOld = true;
    };
  }, [invite.id, invite.limits.until, invite.limits.maxUses, language, message]);

  if (share === null) return <Loading />;
  return (
    <section class="part" aria-label={t('invites_share')}>
      <h3>{t('invites_share')}</h3>
      {invite.state === 'paused' && <p class="hint">{t('invites_sharePaused')}</p>}
      {!share.ok && <ProblemNotice problem={share.problem} tone="info" />}
      {share.ok && (
        <ShareSheet share={share.value} address={addressOf(invite)} label={invite.label}>
          {invite.kind === 'form' && (
            <SelectField label={t('share_message')} name="messageTemplate" value={choice} onValue={setChoice}>
              <optgroup label={t('share_ours')}>
                {wordingLanguages.map((code) => (
                  <option key={code} value={code}>
                    {nameOfLanguage(code)}
                  </option>
                ))}
              </optgroup>
              {own.length > 0 && (
                <optgroup label={t('share_own')}>
                  {own.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </optgroup>
              )}
            </SelectField>
          )}
          <p class="hint">
            {t('share_messageHint')} <a href={hashOf({ view: 'templates', at: {} })}>{t('share_writeOwn')}</a>
          </p>
        </ShareSheet>
      )}
    </section>
  );
}
