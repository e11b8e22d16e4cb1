import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { Play, type Step } from './play.js';

const file = new URL('../../../docs/protocol/client.json', import.meta.url);

interface Case {
  readonly name: string;
  readonly steps: readonly Step[];
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('conformance', () => {
  const cases: Case[] = JSON.parse(readFileSync(file, 'utf8')).cases;
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, { steps }) => {
    const play = new Play();
    for (const [index, step] of steps.entries()) {
      try {
        await play.step(step);
      } catch (error) {
        throw new Error(`Step ${index + 1}, ${JSON.stringify(step)}: ${(error as Error).message}`, { cause: error });
      }
    }
    play.end();
  });
});
