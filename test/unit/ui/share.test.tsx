import { afterEach, describe, expect, it, vi } from 'vitest';
import { IssuedView } from '../../../src/ui/issued-view.tsx';
import { mailto } from '../../../src/ui/mailto.ts';
import { issued, share } from './samples.ts';
import { button, press, read, show } from './screen.ts';

function withClipboard(clipboard: unknown): void {
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
}

afterEach(() => {
  Reflect.deleteProperty(navigator, 'clipboard');
  Reflect.deleteProperty(document, 'execCommand');
});

describe('the issued invite', () => {
  it('takes the focus, and gives link and message to copy', async () => {
    const copied: string[] = [];
    withClipboard({ writeText: async (text: string) => void copied.push(text) });
    await show(<IssuedView issued={issued()} onNew={() => {}} />);
    expect(document.activeElement?.textContent).toContain('The invite is ready');
    expect(document.querySelector<HTMLInputElement>('[data-test=link]')?.value).toBe(share.link);
    await press(button('Copy link'));
    expect(document.querySelector('[role=status]')?.textContent).toBe('Copied');
    await press(button('Copy message'));
    expect(copied).toEqual([share.link, share.body]);
  });

  it('copies the old way where the page has no clipboard', async () => {
    withClipboard(undefined);
    let selected: string | undefined;
    document.execCommand = () => {
      selected = document.querySelector('textarea')?.value;
      return true;
    };
    await show(<IssuedView issued={issued()} onNew={() => {}} />);
    await press(button('Copy link'));
    expect(selected).toBe(share.link);
    expect(document.querySelector('textarea')).toBeNull();
    expect(read()).toContain('Copied');
  });

  it('says so when nothing could be copied', async () => {
    withClipboard({ writeText: () => Promise.reject(new Error('no')) });
    document.execCommand = vi.fn(() => false);
    await show(<IssuedView issued={issued()} onNew={() => {}} />);
    await press(button('Copy link'));
    expect(read()).toContain('Not copied.');
  });
});

describe('the mail link', () => {
  it('carries everything, and lets nothing of it become a header of its own', () => {
    const link = mailto({ address: 'a&cc=x@example.com', subject: 'Your\naccess & more', body: 'One\nTwo?' });
    expect(link).toBe(
      'mailto:a%26cc%3Dx@example.com?subject=Your%20access%20%26%20more&body=One%0D%0ATwo%3F',
    );
  });
});
