import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 10_000,
    // Files beside each other would share two cores with the host that some of them start.
    maxWorkers: 1,
  },
});
