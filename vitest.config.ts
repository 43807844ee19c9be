import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'happy-dom',
          include: ['test/unit/**/*.test.{ts,tsx}', 'test/repository/**/*.test.ts'],
          setupFiles: ['test/unit/setup.ts'],
        },
      },
      {
        test: {
          // Kills the background and the browser at each step; slow, so apart: `npm run test:kills`.
          name: 'kills',
          environment: 'node',
          include: ['test/browser/kills-*.walk.ts'],
          testTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/browser/**/*.test.ts'],
          // Browsers mostly wait: two at a time keep two cores busy.
          maxWorkers: 2,
          // A busy machine is slow, not wrong: what a test waits for has its own limits.
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
