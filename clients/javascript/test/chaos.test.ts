import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Ack, connect, type Gap, type Message } from '../src/index.js';
import { bob, record } from './fake-socket.js';
import { UnreliableServer } from './unreliable-server.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The same numbers for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

it.each(Array.from({ length: 40 }, (_, seed) => seed))('every message arrives once and in order, whatever goes wrong (%i)', async (seed) => {
  const random = numbers(seed);
  const server = new UnreliableServer(random);
  const client = connect('ws://chat.example/ws', { WebSocket: server.socket, random, timeout: 3_600_000 });
  const room = client.join<string>('lobby', { since: { offset: 0, epoch: 'x7' } });
  const [messages, gaps] = [record<Message<string>>(room, 'message'), record<Gap>(room, 'gap')];
  const acks: Promise<Ack>[] = [];
  for (let turn = 0; turn < 60; turn++) {
    if (random() < 0.5) acks.push(room.publish(`mine ${acks.length}`));
    else server.append(bob, `theirs ${turn}`, `key ${turn}`);
    await vi.advanceTimersByTimeAsync(random() * 300);
  }
  server.trouble = 0;
  await vi.advanceTimersByTimeAsync(120_000);
  server.append(bob, 'the last one shows every hole', 'last');
  await vi.advanceTimersByTimeAsync(1_000);

  expect(gaps).toEqual([]);
  expect(room.position).toEqual({ offset: server.log.length, epoch: 'x7' });
  const seen = new Set(messages.map(({ offset }) => offset));
  expect(seen.size).toBe(messages.length);
  expect(messages.map(({ offset }) => offset)).toEqual([...seen].sort((a, b) => a - b));
  // Only what the server withheld with a skip may be absent, and that is our own.
  for (const item of server.log) if (item.from === bob) expect(seen).toContain(item.offset);
  const mine = server.log.filter((item) => item.from !== bob);
  expect((await Promise.all(acks)).map(({ offset }) => offset)).toEqual(acks.map((_, index) => mine.find((item) => item.data === `mine ${index}`).offset));
  expect(mine).toHaveLength(acks.length);
  client.close();
});
