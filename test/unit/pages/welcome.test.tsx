import { describe, expect, it } from 'vitest';
import type { SiteView } from '../../../src/messages/views.ts';
import { Welcome } from '../../../src/pages/welcome/welcome.tsx';
import { extension, no, ok } from '../ui/fake-extension.ts';
import { site } from '../ui/samples.ts';
import { button, enter, hasButton, press, read, show } from '../ui/screen.ts';

function background(known: readonly SiteView[], byAddress: SiteView | null = known[0] ?? null): void {
  extension().answers = {
    'site.list': () => ok([...known]),
    'site.byAddress': ({ address }) => (byAddress === null ? no('notGlpi', { address }) : ok(byAddress)),
    'site.intend': () => ok(null),
    'site.offered': () => ok([]),
  };
}

const currentStep = () => document.querySelector('[aria-current=step] h3')?.textContent ?? null;

describe('the welcome page', () => {
  it('goes from an address through the three steps to ready', async () => {
    const strange = site({ state: 'new' });
    background([], strange);
    await show(<Welcome preselected={null} />);
    await enter('siteAddress', 'glpi.example.org/glpi/front/central.php');
    await press(button('Continue'));
    expect(read()).toContain('Address: https://glpi.example.org/glpi');
    expect(currentStep()).toContain('Allow access');
    extension().answers['site.connect'] = () => {
      background([site()]);
      return ok(site());
    };
    await press(button('Allow access'));
    expect(extension().request).toHaveBeenCalledWith({ origins: ['https://glpi.example.org/*'] });
    expect(read()).toContain('Signed in as Ada Admin, GLPI 11.0.6');
    expect(currentStep()).toBeNull();
  });

  it('offers the GLPIs that the organisation has named, to be connected by a press', async () => {
    const named = site({ state: 'new' });
    background([], named);
    extension().answers['site.offered'] = () => ok([{ id: named.id, name: named.name }]);
    await show(<Welcome preselected={null} />);
    expect(read()).toContain('GLPIs of your organisation');
    await press(button(named.name));
    expect(extension().asked).toContainEqual({ name: 'site.byAddress', request: { address: named.id } });
    expect(currentStep()).toContain('Allow access');
  });

  it('says what is wrong with an address at its field', async () => {
    background([]);
    await show(<Welcome preselected={null} />);
    await enter('siteAddress', 'nowhere');
    await press(button('Continue'));
    expect(read()).toContain('No GLPI was found at nowhere.');
  });

  it('starts at the site it was opened for', async () => {
    background([site({ state: 'blocked', problem: { code: 'notLoggedIn' } })]);
    await show(<Welcome preselected="https://glpi.example.org/glpi" />);
    expect(currentStep()).toContain('Connect with your account');
    expect(read()).toContain('You are not signed in to this GLPI.');
    expect(hasButton('Open GLPI')).toBe(true);
    expect(hasButton('Check again')).toBe(true);
  });

  it('warns about plain http before anything is granted', async () => {
    const plain = site({
      id: 'http://glpi.lan',
      name: 'glpi.lan',
      state: 'new',
      notices: [{ code: 'plainHttp' }],
    });
    background([], plain);
    await show(<Welcome preselected="http://glpi.lan" />);
    expect(read()).toContain('works only over https or on localhost');
  });

  it('asks for the host again when it was taken away', async () => {
    background([site({ state: 'blocked', problem: { code: 'hostNotGranted' } })]);
    await show(<Welcome preselected="https://glpi.example.org/glpi" />);
    expect(currentStep()).toContain('Allow access');
  });

  it('disconnects after saying what stays', async () => {
    background([site()]);
    extension().answers['site.forget'] = () => {
      background([]);
      return ok(null);
    };
    await show(<Welcome preselected={null} />);
    await press(button('Disconnect glpi.example.org/glpi'));
    expect(read()).toContain('Invites and history stay in this browser');
    expect(extension().names).not.toContain('site.forget');
    await press(button('Disconnect'));
    expect(extension().names).toContain('site.forget');
    expect(read()).not.toContain('Your GLPIs');
  });
});
