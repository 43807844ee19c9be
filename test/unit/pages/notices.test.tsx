import { beforeEach, describe, expect, it } from 'vitest';
import { firstNoticeSettings, type NoticeSettings } from '../../../src/invite/notice.ts';
import { Dashboard } from '../../../src/pages/dashboard/dashboard.tsx';
import { extension, no, ok } from '../ui/fake-extension.ts';
import { site } from '../ui/samples.ts';
import { button, enter, field, hasButton, press, read, settled, show } from '../ui/screen.ts';

let settings: NoticeSettings;
let isGiven: boolean;
let answer: boolean;
let asked: unknown[];

beforeEach(() => {
  settings = firstNoticeSettings;
  isGiven = false;
  answer = true;
  asked = [];
  const event = { addListener: () => {}, removeListener: () => {} };
  Object.assign(extension().api, {
    permissions: {
      contains: async () => isGiven,
      request: async (wanted: unknown) => {
        asked.push(wanted);
        isGiven = answer;
        return answer;
      },
      remove: async () => {
        isGiven = false;
        return true;
      },
      onAdded: event,
      onRemoved: event,
    },
  });
  extension().answers['site.list'] = () => ok([site()]);
  extension().answers['notices.settings'] = () => ok(settings);
  extension().answers['notices.save'] = (next) => {
    settings = next;
    return ok(next);
  };
  location.hash = '#/notices';
});

const shown = async () => {
  await show(<Dashboard />);
  await settled();
};

describe('the notices', () => {
  it('are off at first, and asked for by the button alone', async () => {
    await shown();
    expect(asked).toEqual([]);
    expect(read()).toContain('Switched off');
    await press(button('Switch on notifications'));
    expect(asked).toEqual([{ permissions: ['notifications'] }]);
    expect(read()).toContain('Switched on');
    await press(button('Switch off'));
    expect(isGiven).toBe(false);
    expect(hasButton('Switch on notifications')).toBe(true);
  });

  it('say what to do where the browser refused', async () => {
    answer = false;
    await shown();
    await press(button('Switch on notifications'));
    expect(read()).toContain('The browser does not show notifications of this extension.');
  });

  it('are switched off one by one, names are off, and the badge too can go', async () => {
    await shown();
    expect(field('showNames').checked).toBe(false);
    for (const kind of ['waiting', 'needsPerson', 'expiring', 'unreachable', 'badge'] as const) {
      expect(field(kind).checked).toBe(true);
      await enter(kind, false);
      expect(field(kind).checked).toBe(false);
    }
    await enter('showNames', true);
    expect(settings).toEqual({
      kinds: { waiting: false, needsPerson: false, expiring: false, unreachable: false },
      showNames: true,
      badge: false,
    });
  });

  it('jump back where it could not be written down, and say why', async () => {
    extension().answers['notices.save'] = () => no('ledgerFull');
    await shown();
    await enter('badge', false);
    expect(field('badge').checked).toBe(true);
    expect(document.querySelector('[data-problem=ledgerFull]')).not.toBeNull();
  });

  it.each([
    [true, 'Handed to your computer.'],
    [false, 'Your computer took no notification'],
  ])('can be tried: taken is %s', async (taken, words) => {
    isGiven = true;
    extension().answers['notices.sample'] = () => ok({ shown: taken });
    await shown();
    await press(button('Show one now'));
    expect(read()).toContain(words);
  });
});
