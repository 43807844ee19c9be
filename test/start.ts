/**
 * `npm start`: the stand-in GLPI with sample people, and a browser with the extension connected, on the Users page.
 * `npm start -- --check`: the whole main job unattended in a headless browser; exits 0 only if all of it held.
 * `--pictures DIR` with it takes the pictures of the README.
 */
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from './browser/browsers.ts';
import { connect, signIn } from './browser/journey.ts';
import { startGlpi } from './glpi/server.ts';
import { mainJob } from './main-job.ts';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    dark: { type: 'boolean', default: false },
    pictures: { type: 'string' },
    port: { type: 'string', default: '8765' },
  },
});

const built = spawnSync('npx', ['--no-install', 'vite', 'build', '--mode', 'chrome', '--logLevel', 'error'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (built.status !== 0) process.exit(1);

const admin = { user: 'glpi', password: 'glpi' };
const glpi = await startGlpi({
  samplePeople: true,
  dark: values.dark,
  port: values.check ? 0 : Number(values.port),
});
const colorScheme = values.dark ? 'dark' : 'light';

if (values.check) await check();
else await show();

async function check(): Promise<void> {
  const browser = await launch('chromium', { colorScheme });
  const pictures = values.pictures;
  if (pictures) await mkdir(pictures, { recursive: true });
  try {
    await mainJob({
      browser,
      site: glpi.url,
      admin,
      person: ['Zoë', "O'Hara", 'zoe.ohara@example.org', '+33 1 23 45 67 89'],
      step: (line) => console.log(`✓ ${line}`),
      ...(pictures
        ? {
            picture: (name, page) =>
              page.screenshot(path.join(pictures, `${name}${values.dark ? '-dark' : ''}.png`)),
          }
        : {}),
    });
    console.log('\nAll of it held.');
  } catch (thrown) {
    console.error(`\n✗ ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    process.exitCode = 1;
  } finally {
    await browser.close();
    await glpi.close();
  }
}

async function show(): Promise<void> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    console.error(
      'There is no screen to show a browser on. “npm start -- --check” does the whole job without one.',
    );
    await glpi.close();
    process.exitCode = 1;
    return;
  }
  const browser = await launch('chromium', { headless: false, colorScheme });
  const page = await browser.open(`${glpi.url}/`);
  await signIn(page, glpi.url, admin.user, admin.password);
  await (await connect(browser, glpi.url)).close();
  await page.bringToFront();
  await page.goto(`${glpi.url}/front/user.php`);
  console.log(
    [
      `A stand-in GLPI is at ${glpi.url} (${admin.user} / ${admin.password}), the extension is connected. Try this:`,
      '1. Press “Generate invite” beside GLPI’s Add, then the same in the panel, and copy the link.',
      '2. Open the link in another browser or a private window, fill in the form and send it.',
      '3. Open the extension from the toolbar: under “Waiting” is the new person’s first password. Sign in with it.',
      'Ctrl+C ends it.',
    ].join('\n'),
  );
  await new Promise((resolve) => process.once('SIGINT', resolve));
  await browser.close();
  await glpi.close();
}
