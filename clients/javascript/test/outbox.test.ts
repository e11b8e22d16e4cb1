import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newKey } from '../src/key.js';
import type { ConnectOptions, Room } from '../src/index.js';
import { at, bob, record, settle, Stage, welcome } from './fake-socket.js';

let stage: Stage;
let room: Room;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stage.client.close();
  vi.useRealTimers();
});

async function joined(options?: ConnectOptions): Promise<void> {
  stage = new Stage(options);
  await stage.open();
  room = stage.join();
  stage.sent.length = 0;
}

const code = (expected: string) => expect.objectContaining({ code: expected });
const data = () => stage.sent.filter(({ type }) => type === 'publish').map((frame) => frame.data);
const refuse = (frame: any, error: object) => stage.socket.receive({ type: 'error', id: frame.id, room: 'lobby', message: '', ...error });
const ack = (frame: any, offset: number) => stage.socket.receive({ type: 'ack', id: frame.id, room: 'lobby', offset, duplicate: false });

describe('keys', () => {
  it('are known before the server knows them', async () => {
    await joined();
    const publishing = room.publish('x');
    expect(stage.sent).toMatchObject([{ type: 'publish', key: publishing.key }]);
    ack(stage.sent[0], 4);
    expect(await publishing).toEqual({ offset: 4, duplicate: false });
  });

  it('are short, ascend, and do not repeat', () => {
    stage = new Stage();
    const keys = Array.from({ length: 2_000 }, newKey);
    expect(keys.every((key) => key.length <= 64)).toBe(true);
    expect(keys.toSorted()).toEqual(keys);
    expect(new Set(keys.map((key) => key.slice(-32))).size).toBe(keys.length);
    vi.setSystemTime(0);
    expect(newKey() > keys.at(-1)!).toBe(true);
  });
});

describe('order', () => {
  it('is kept by what waits behind a temporary refusal', async () => {
    await joined();
    for (const text of ['a', 'b']) void room.publish(text);
    refuse(stage.sent[0], { code: 'rate_limited', temporary: true, retryAfterMs: 1_000 });
    refuse(stage.sent[1], { code: 'rate_limited', temporary: true, retryAfterMs: 1_000 });
    room.publish('c').catch(() => {});
    await vi.advanceTimersByTimeAsync(999);
    expect(data()).toEqual(['a', 'b']);
    await vi.advanceTimersByTimeAsync(1);
    expect(data()).toEqual(['a', 'b', 'a', 'b', 'c']);
    for (const [index, frame] of stage.sent.slice(2).entries()) ack(frame, 4 + index);
  });

  it.each([[500, 2_000], [2_000, 500]])('is kept for the longer of two waits: %s and %s ms', async (first, second) => {
    await joined();
    for (const text of ['a', 'b']) room.publish(text).catch(() => {});
    refuse(stage.sent[0], { code: 'slow_mode', temporary: true, retryAfterMs: first });
    refuse(stage.sent[1], { code: 'slow_mode', temporary: true, retryAfterMs: second });
    await vi.advanceTimersByTimeAsync(1_999);
    expect(data()).toEqual(['a', 'b']);
    await vi.advanceTimersByTimeAsync(1);
    expect(data()).toEqual(['a', 'b', 'a', 'b']);
  });

  it('of one room does not hold up another', async () => {
    await joined();
    const other = stage.join('other');
    stage.sent.length = 0;
    const slow = room.publish('slow');
    refuse(stage.sent[0], { code: 'slow_mode', temporary: true, retryAfterMs: 1_000 });
    const quick = other.publish('quick');
    expect(data()).toEqual(['slow', 'quick']);
    ack(stage.sent[1], 4);
    await quick;
    await vi.advanceTimersByTimeAsync(1_000);
    ack(stage.sent[2], 4);
    await slow;
  });

  it('begins after the room is open again', async () => {
    await joined();
    await stage.reconnect();
    room.publish('x').catch(() => {});
    expect(stage.sent).toMatchObject([{ type: 'join' }]);
    stage.answer({ offset: 3, recovered: true });
    expect(data()).toEqual(['x']);
  });

  it('is not upset when another room is left meanwhile', async () => {
    await joined();
    const other = stage.join('other');
    stage.sent.length = 0;
    room.publish('waits').catch(() => {});
    refuse(stage.sent[0], { code: 'slow_mode', temporary: true, retryAfterMs: 1_000 });
    other.leave();
    room.publish('waits, too').catch(() => {});
    expect(data()).toEqual(['waits']);
  });

  it('is free again on the next connection', async () => {
    await joined();
    room.publish('a').catch(() => {});
    refuse(stage.sent[0], { code: 'rate_limited', temporary: true, retryAfterMs: 10_000 });
    await stage.reconnect();
    stage.answer({ offset: 3, recovered: true, messages: [] });
    expect(data()).toEqual(['a']);
  });

  it('does not concern questions', async () => {
    await joined();
    room.publish('a').catch(() => {});
    refuse(stage.sent[0], { code: 'slow_mode', temporary: true, retryAfterMs: 10_000 });
    room.history().catch(() => {});
    expect(stage.sent.at(-1)).toMatchObject({ type: 'history', room: 'lobby' });
  });

  it('is one for each user', async () => {
    await joined();
    stage.client.direct('7', 'a').catch(() => {});
    refuse(stage.sent[0], { code: 'rate_limited', temporary: true, retryAfterMs: 10_000 });
    stage.client.direct('7', 'b').catch(() => {});
    stage.client.direct('8', 'c').catch(() => {});
    expect(stage.sent.map((frame) => frame.data)).toEqual(['a', 'c']);
  });

  it('and numbers hold when a listener of "joined" publishes', async () => {
    await joined();
    const first = room.publish('first', { key: 'k1' });
    await stage.reconnect();
    const stop = room.on('joined', () => void room.publish('second').catch(() => {}));
    stage.answer({ offset: 4, recovered: true, messages: [{ offset: 4, from: { id: '42', name: 'Ann' }, key: 'k1', data: 'first', at }] });
    stop();
    expect(await first).toEqual({ offset: 4, duplicate: false });
    expect(data()).toEqual(['second']);
  });
});

describe('a request fails', () => {
  it('at once, when the server says so for good', async () => {
    await joined();
    const publishing = expect(room.publish('x')).rejects.toMatchObject({ code: 'invalid', field: 'key', message: 'Too long.' });
    refuse(stage.sent[0], { code: 'invalid', field: 'key', message: 'Too long.', temporary: false });
    await publishing;
  });

  it('after its time, though the refusals were temporary, and tells the last of them', async () => {
    await joined({ timeout: 2_000 });
    const publishing = expect(room.publish('x')).rejects.toMatchObject({ code: 'timeout', temporary: true, cause: { code: 'store_unavailable' } });
    refuse(stage.sent[0], { code: 'store_unavailable', temporary: true, retryAfterMs: 1_000 });
    await vi.advanceTimersByTimeAsync(2_000);
    await publishing;
    expect(data()).toEqual(['x', 'x']);
  });

  it('with the refusal itself when the wait is too long, and holds nothing up', async () => {
    await joined({ timeout: 2_000 });
    const publishing = expect(room.publish('x')).rejects.toMatchObject({ code: 'muted', retryAfterMs: 2_000 });
    refuse(stage.sent[0], { code: 'muted', temporary: true, retryAfterMs: 2_000 });
    await publishing;
    room.publish('y').catch(() => {});
    expect(data()).toEqual(['x', 'y']);
  });

  it('when the queue has too many, and not when there is room again', async () => {
    await joined({ queueMessages: 2 });
    const kept = [room.publish(1), stage.client.direct('7', 2)];
    await expect(room.publish(3)).rejects.toEqual(code('queue_full'));
    ack(stage.sent[0], 4);
    kept.push(room.publish(4));
    for (const frame of stage.sent.slice(1)) ack(frame, 5);
    await Promise.all(kept);
    expect(data()).toEqual([1, 4]);
  });

  it('when the queue is too large, in bytes of UTF-8', async () => {
    await joined({ queueBytes: 300 });
    await expect(room.publish('ü'.repeat(150))).rejects.toEqual(code('queue_full'));
    const small = room.publish('u'.repeat(150));
    await expect(room.publish('u'.repeat(150))).rejects.toEqual(code('queue_full'));
    ack(stage.sent[0], 4);
    await small;
    room.publish('u'.repeat(150)).catch(() => {});
    expect(stage.sent).toHaveLength(2);
  });

  it('when the server would hang up over its size', async () => {
    stage = new Stage();
    room = stage.client.join('lobby');
    const early = expect(room.publish('x'.repeat(400))).rejects.toEqual(code('too_big'));
    await stage.open({ ...welcome, limits: { maxBytes: 400 } });
    stage.answer({ offset: 3 });
    await early;
    await expect(room.publish('x'.repeat(400))).rejects.toEqual(code('too_big'));
    const small = room.publish('x');
    expect(data()).toEqual(['x']);
    ack(stage.sent.at(-1), 4);
    await small;
  });

  it('when its data is no JSON', async () => {
    await joined();
    await expect(room.publish(1n)).rejects.toBeInstanceOf(TypeError);
    expect(stage.sent).toEqual([]);
  });

  it('when the room is left', async () => {
    await joined();
    const publishing = expect(room.publish('x')).rejects.toEqual(code('left'));
    refuse(stage.sent[0], { code: 'rate_limited', temporary: true, retryAfterMs: 1_000 });
    room.leave();
    await publishing;
    stage.socket.receive({ type: 'pong' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(data()).toEqual(['x']);
  });

  it('when the client is closed', async () => {
    await joined();
    const all = [room.publish('x'), stage.client.direct('7', 'y'), room.history(), stage.client.setStatus('away')];
    const failed = Promise.all(all.map((one) => expect(one).rejects.toEqual(code('closed'))));
    refuse(stage.sent[0], { code: 'slow_mode', temporary: true, retryAfterMs: 1_000 });
    stage.client.close();
    await failed;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what is no room', () => {
  it('is sent when connected: directs, with a key', async () => {
    stage = new Stage();
    const directs = record(stage.client, 'direct');
    const publishing = stage.client.direct('7', { text: 'psst' }, { key: 'mine' });
    await stage.open();
    expect(stage.sent).toEqual([{ type: 'direct', id: 1, to: '7', key: 'mine', data: { text: 'psst' } }]);
    ack(stage.sent[0], 3);
    expect(await publishing).toMatchObject({ offset: 3 });
    stage.socket.receive({ type: 'direct', from: bob, to: '42', offset: 4, data: 'hm' });
    expect(directs).toMatchObject([{ from: bob, to: '42', offset: 4, data: 'hm' }]);
  });

  it('is the history with a user', async () => {
    await joined();
    const page = stage.client.history({ to: '7', after: 3, limit: 9 });
    expect(stage.sent).toMatchObject([{ type: 'history', to: '7', after: 3, limit: 9 }]);
    stage.socket.receive({ type: 'history', id: stage.sent[0].id, to: '7', messages: [{ offset: 4 }], more: false });
    expect(await page).toEqual({ messages: [{ offset: 4 }], more: false });
  });

  it('is the status, which a new connection hears again', async () => {
    await joined();
    const done = stage.client.setStatus('away');
    stage.socket.receive({ type: 'ack', id: stage.sent[0].id });
    await done;
    await stage.reconnect();
    expect(stage.sent).toMatchObject([{ type: 'status', status: 'away' }, { type: 'join' }]);
  });

  it('is asked again after a reconnect', async () => {
    await joined();
    const page = room.history({ limit: 2 });
    await stage.reconnect();
    stage.answer({ offset: 3, recovered: true });
    expect(stage.sent.at(-1)).toMatchObject({ type: 'history', room: 'lobby', limit: 2 });
    stage.socket.receive({ type: 'history', id: stage.sent.at(-1).id, room: 'lobby' });
    expect(await page).toEqual({ messages: [], more: false });
  });
});

it('waits for ever when that is asked for', async () => {
  await joined({ timeout: Infinity });
  const publishing = room.publish('x');
  await settle();
  ack(stage.sent[0], 4);
  expect(await publishing).toEqual({ offset: 4, duplicate: false });
});

it('keeps back a signal over which the server would hang up, and says so', async () => {
  stage = new Stage();
  const errors = record(stage.client, 'error');
  await stage.open({ ...welcome, limits: { maxBytes: 400 } });
  room = stage.join();
  room.signal('drawing', 'x'.repeat(400));
  expect(stage.sent).toHaveLength(1);
  expect(errors).toEqual([code('too_big')]);
});

it('does not repeat a status that was refused', async () => {
  await joined();
  const refused = expect(stage.client.setStatus('x'.repeat(65))).rejects.toEqual(code('invalid'));
  refuse(stage.sent[0], { code: 'invalid', field: 'status', temporary: false });
  await refused;
  await stage.reconnect();
  expect(stage.sent).toMatchObject([{ type: 'join' }]);
});

it('signals only to a room that is open', async () => {
  await joined();
  room.signal('typing', true);
  expect(stage.sent).toEqual([{ type: 'signal', room: 'lobby', name: 'typing', data: true }]);
  stage.client.join('other').signal('typing', true);
  expect(stage.sent).toHaveLength(2);
  stage.socket.serverClose(1006);
  room.signal('typing', true);
  await settle();
  expect(stage.sent).toHaveLength(2);
});
