import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first: begun last, one of them would run while the other core has nothing to do. */
const longest = [
  'desk/model.test.ts',
  'doctor/rows.test.ts',
  'desk/kills.test.ts',
  'desk/personal-kills.test.ts',
  'worker/worker.test.ts',
  'browser/dashboard-firefox.test.ts',
  'browser/dashboard.test.ts',
  'browser/dashboard-axe.test.ts',
  'browser/records.test.ts',
  'browser/kills.test.ts',
  'browser/doctor.test.ts',
  'browser/dashboard-many.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = longest.findIndex((file) => moduleId.endsWith(file));
      return index === -1 ? longest.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

const unit = {
  environment: 'happy-dom',
  setupFiles: ['test/unit/setup.ts'],
  maxWorkers: 2,
  // A busy machine is slow, not wrong.
  testTimeout: 600_000,
};

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/repository/**/*.test.ts'],
          // The same modules for all of them, loaded once: half of the time went into loading them anew for each file.
          isolate: false,
        },
      },
      {
        test: {
          ...unit,
          // What is drawn keeps what it knows of the extension in its modules: each file has its own.
          name: 'views',
          include: ['test/unit/**/*.test.tsx'],
        },
      },
      {
        test: {
          // Kills the background and the browser at each step, in both browsers: `npm run test:kills`. A sample is in `browser`.
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
