import { beforeEach, expect, it } from 'vitest';
import { News } from '../../../src/pages/news.tsx';
import { extension, ok } from '../ui/fake-extension.ts';
import { button, press, read, settled, show } from '../ui/screen.ts';

beforeEach(() => {
  extension().answers = { 'news.view': () => ok('0.1.0'), 'news.seen': () => ok(null) };
});

const seen = () => extension().asked.filter(({ name }) => name === 'news.seen').length;

it('says which version it is now and what it brings, and that this was seen', async () => {
  await show(<News />);
  await settled();
  expect(read()).toContain('Updated to version 0.1.0');
  expect(read()).toContain('The first version');
  expect(seen()).toBe(1);
  await press(button('Close'));
  expect(read()).not.toContain('Updated to');
});

it('is silent where nothing is new, and about a version that has nothing to tell', async () => {
  for (const version of [null, '9.9.9']) {
    extension().answers['news.view'] = () => ok(version);
    await show(<News />);
    await settled();
    expect(read()).toBe('');
  }
});
