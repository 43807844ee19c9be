/** The ledger in a real browser's IndexedDB, with a thousand, ten thousand and a hundred thousand invites. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { build, type Rollup } from 'vite';
import { findBrowser } from '../browser/driver/find-browser.ts';
import type { Figure } from './figure.ts';
import type { LedgerTimes } from './ledger-in-page.ts';

export async function ledgerFigures(): Promise<Figure[]> {
  const script = await bundled();
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>ledger</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath: await findBrowser('chromium'),
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.evaluate(script);
    const times = new Map<number, LedgerTimes>();
    for (const count of [1_000, 10_000, 100_000])
      times.set(
        count,
        await page.evaluate(
          (many) =>
            (globalThis as unknown as { measureLedger(count: number): Promise<LedgerTimes> }).measureLedger(
              many,
            ),
          count,
        ),
      );
    return [...figuresOf(times)];
  } finally {
    await browser.close();
    server.close();
  }
}

async function bundled(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: path.join(import.meta.dirname, 'ledger-in-page.ts'), formats: ['iife'], name: 'bench' },
    },
  });
  const [{ output }] = (Array.isArray(result) ? result : [result]) as [Rollup.RollupOutput];
  return output[0].code;
}

function* figuresOf(times: ReadonlyMap<number, LedgerTimes>): Generator<Figure> {
  const at = (count: number) =>
    times.get(count) ?? {
      writeMs: Number.NaN,
      pageMs: Number.NaN,
      tableMs: Number.NaN,
      searchMs: Number.NaN,
    };
  const [small, usual, large] = [at(1_000), at(10_000), at(100_000)];
  const nLogN = (count: number) => count * Math.log(count);
  yield { name: 'ledger: 10,000 invites written', value: usual.writeMs, unit: 'ms', n: 1 };
  yield { name: 'ledger: a page of 50 out of 10,000', value: usual.pageMs, unit: 'ms', n: 9 };
  yield { name: 'ledger: the table of 10,000 with all its counts', value: usual.tableMs, unit: 'ms', n: 5 };
  yield { name: 'ledger: 10,000 searched', value: usual.searchMs, unit: 'ms', n: 5 };
  yield {
    name: 'ledger: 100,000 invites written',
    value: large.writeMs,
    unit: 'ms',
    against: '10,000, grown as n log n',
    reference: (usual.writeMs * nLogN(100_000)) / nLogN(10_000),
    n: 1,
    // The figure is not to grow faster; a quarter is what two runs of the same differ by.
    budget: { ratio: 1.25 },
  };
  yield {
    name: 'ledger: 100,000 searched',
    value: large.searchMs,
    unit: 'ms',
    against: '10,000, grown as n log n',
    reference: (usual.searchMs * nLogN(100_000)) / nLogN(10_000),
    n: 5,
    budget: { ratio: 1.25 },
  };
  yield {
    name: 'ledger: the table of 100,000 with all its counts',
    value: large.tableMs,
    unit: 'ms',
    against: '10,000, grown as n log n',
    reference: (usual.tableMs * nLogN(100_000)) / nLogN(10_000),
    n: 5,
    budget: { ratio: 1.25 },
  };
  yield {
    name: 'ledger: a page of 50 out of 100,000',
    value: large.pageMs,
    unit: 'ms',
    against: 'out of 1,000',
    reference: small.pageMs,
    n: 9,
    budget: { ratio: 1.5 },
  };
}
