import { useState } from 'preact/hooks';
import type { SiteView } from '../messages/views.ts';
import { ask } from '../ui/ask.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { problemText } from '../ui/problem-text.ts';
import { t } from '../ui/text.ts';
import { useReply } from './use-reply.ts';

/** Which GLPI is meant, by an address that was typed or pasted from any of its pages. */
export function AddressForm({ onSite }: { onSite: (site: SiteView) => void }) {
  const [address, setAddress] = useState('');
  const [error, setError] = useState<string | undefined>();

  const { outcome: offers } = useReply('site.offered', {});
  const offered = offers?.ok ? offers.value : [];

  async function onSubmit(event: Event) {
    event.preventDefault();
    if (address.trim() === '') return setError(t('connect_addressMissing'));
    await find(address.trim());
  }

  async function find(wanted: string) {
    const outcome = await ask('site.byAddress', { address: wanted });
    if (outcome.ok) return onSite(outcome.value);
    const { sentence, next } = problemText(outcome.problem);
    setError(`${sentence} ${next}`);
  }

  return (
    <form class="address-form" noValidate onSubmit={(event) => void onSubmit(event)}>
      <TextField
        label={t('connect_address')}
        name="siteAddress"
        type="url"
        inputMode="url"
        hint={t('connect_addressHint')}
        error={error}
        value={address}
        onValue={(value) => {
          setAddress(value);
          setError(undefined);
        }}
      />
      <Button type="submit" kind="primary">
        {t('connect_continue')}
      </Button>
      {offered.length > 0 && (
        <fieldset class="offered">
          <legend class="hint">{t('connect_offered')}</legend>
          <div class="actions">
            {offered.map(({ id, name }) => (
              <Button key={id} onClick={() => void find(id)}>
                <bdi>{name}</bdi>
              </Button>
            ))}
          </div>
        </fieldset>
      )}
    </form>
  );
}
