import { act } from 'preact/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { Panel } from '../../../src/content/panel/panel.tsx';
import { extension, no, ok } from '../ui/fake-extension.ts';
import { choices, issued, share, site } from '../ui/samples.ts';
import { button, byHand, press, read, settled, show } from '../ui/screen.ts';

async function submitByHand(): Promise<void> {
  const form = document.querySelector('form');
  const event = new Event('submit', { bubbles: true, cancelable: true });
  await act(() => void form?.dispatchEvent(byHand(event)));
  await settled();
}

function start(changes: Parameters<typeof site>[0] = {}): void {
  const view = site(changes);
  extension().answers['panel.start'] = () =>
    ok({ site: view, choices: view.state === 'connected' && view.canIssue ? choices() : null });
  extension().answers['panel.issue'] = () => ok(issued());
}

describe('the panel', () => {
  it('is a named modal dialog that issues and shows the link', async () => {
    start();
    await show(<Panel onClose={() => {}} />);
    const dialog = document.querySelector('dialog');
    expect(dialog?.open).toBe(true);
    expect(document.getElementById(dialog?.getAttribute('aria-labelledby') ?? '')?.textContent).toBe(
      'Generate invite',
    );
    await submitByHand();
    expect(document.querySelector<HTMLInputElement>('[data-test=link]')?.value).toBe(share.link);
  });

  it('issues nothing for a press that the page made up', async () => {
    start();
    await show(<Panel onClose={() => {}} />);
    await act(
      () => void document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true })),
    );
    await settled();
    expect(extension().names).toEqual(['panel.start']);
  });

  it('says what stands in the way and leads to the setup', async () => {
    start({ state: 'blocked', canIssue: false, problem: { code: 'apiOff', mend: 'turnApiOn' } });
    extension().answers['panel.openWelcome'] = () => ok(null);
    await show(<Panel onClose={() => {}} />);
    expect(read()).toContain('The API of this GLPI is switched off.');
    await press(button('Open setup'));
    expect(extension().names).not.toContain('panel.openWelcome');
    await act(
      () => void button('Open setup').dispatchEvent(byHand(new MouseEvent('click', { bubbles: true }))),
    );
    expect(extension().names).toContain('panel.openWelcome');
  });

  it('shows a problem of starting, and checks again', async () => {
    extension().answers['panel.start'] = () => no('unreachable', { host: 'glpi.example.org' });
    await show(<Panel onClose={() => {}} />);
    expect(read()).toContain('glpi.example.org could not be reached.');
    start();
    await press(button('Check again'));
    expect(read()).toContain('Who may register');
  });

  it('only asks for a reload when the extension is gone', async () => {
    extension().isAlive = false;
    await show(<Panel onClose={() => {}} />);
    expect(read()).toContain('Reload this page.');
    expect(read()).not.toContain('Open setup');
  });

  it('says what becomes of it when the browser stops the extension in the middle', async () => {
    start();
    extension().answers['panel.issue'] = () => Promise.reject(new Error('The message channel closed'));
    await show(<Panel onClose={() => {}} />);
    await submitByHand();
    expect(read()).toContain('The browser stopped the extension in the middle of this.');
    expect(read()).toContain('taken away again, by itself');
    expect(read()).not.toContain('Reload this page.');
  });

  it('tells its page when it is closed', async () => {
    start();
    const onClose = vi.fn();
    await show(<Panel onClose={onClose} />);
    await press(button('Close'));
    expect(onClose).toHaveBeenCalled();
  });
});
