import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message, RoomSocketsError } from '../src/index.js';
import { Stream } from '../src/stream.js';
import { at, bob, record, settle, Stage } from './fake-socket.js';

let stage: Stage;
beforeEach(async () => {
  vi.useFakeTimers();
  stage = new Stage();
});
afterEach(() => {
  stage.client.close();
  vi.useRealTimers();
});

const offsets = (messages: Message[]) => messages.map(({ offset }) => offset);
const item = (offset: number) => ({ offset, from: bob, data: offset, at });

describe('messages', () => {
  it('wait for whoever listens first', async () => {
    await stage.open();
    const room = stage.client.join('lobby', { history: 2 });
    stage.answer({ offset: 4, messages: [item(3), item(4)] });
    await room.ready;
    const messages = record<Message>(room, 'message');
    const again = record<Message>(room, 'message');
    stage.message(5, 'live');
    await settle();
    expect(offsets(messages)).toEqual([3, 4, 5]);
    expect(offsets(again)).toEqual([3, 4, 5]);
    const late = record<Message>(room, 'message');
    await settle();
    expect(late).toEqual([]);
  });

  it('are kept only up to a bound while nobody listens', async () => {
    await stage.open();
    const room = stage.join('lobby', { buffer: 2 });
    for (const offset of [4, 5, 6]) stage.message(offset, offset);
    const messages = record<Message>(room, 'message');
    await settle();
    expect(offsets(messages)).toEqual([5, 6]);
  });

  it('have the same form wherever they come from', async () => {
    await stage.open();
    const room = stage.client.join('lobby', { history: 1 });
    const messages = record<Message>(room, 'message');
    stage.answer({ offset: 3, messages: [{ ...item(3), data: 'x' }] });
    stage.message(4, 'x', 'lobby', { key: 'k' });
    const history = room.history({ before: 5, limit: 1 });
    stage.socket.receive({ type: 'history', id: stage.sent.at(-1).id, room: 'lobby', messages: [{ offset: 2, deleted: true }], more: true });
    await settle();
    const common = { room: 'lobby', from: bob, data: 'x', at };
    expect(messages).toEqual([{ ...common, offset: 3 }, { ...common, offset: 4, key: 'k' }]);
    expect(await history).toEqual({ messages: [{ room: 'lobby', offset: 2, deleted: true }], more: true });
  });

  it('of one room do not disturb another, nor do those of a room that was left', async () => {
    await stage.open();
    const [a, b] = [stage.join('a'), stage.join('b')];
    const messages = [record<Message>(a, 'message'), record<Message>(b, 'message')];
    await settle();
    b.leave();
    stage.message(9, 'late', 'b');
    stage.message(4, 'for a', 'a');
    expect(messages.map(offsets)).toEqual([[4], []]);
    expect(stage.sent.map(({ type }) => type)).toEqual(['join', 'join', 'leave']);
  });

  it('stop when a listener leaves in the middle of a recovery', async () => {
    await stage.open();
    const room = stage.join();
    const seen: number[] = [];
    room.on('message', ({ offset }) => {
      seen.push(offset);
      room.leave();
    });
    await settle();
    await stage.reconnect();
    stage.answer({ offset: 5, recovered: true, messages: [item(4), item(5)] });
    expect(seen).toEqual([4]);
  });
});

describe('for await', () => {
  it('reads until the room is over', async () => {
    await stage.open();
    const room = stage.join();
    stage.message(4, 'early');
    const read: number[] = [];
    const reading = (async () => {
      for await (const { offset } of room) read.push(offset);
    })();
    await settle();
    stage.message(5, 'live');
    await settle();
    room.leave();
    await reading;
    expect(read).toEqual([4, 5]);
  });

  it('stops listening when the reader has had enough', async () => {
    await stage.open();
    const room = stage.join();
    stage.message(4, 'one');
    for await (const { offset } of room) if (offset === 4) break;
    const next = room[Symbol.asyncIterator]().next();
    stage.message(5, 'two');
    expect((await next).value).toMatchObject({ offset: 5 });
  });

  it('fails, after what it kept, when the reader falls behind', async () => {
    await stage.open();
    const room = stage.join('lobby', { buffer: 2 });
    const reader = room[Symbol.asyncIterator]();
    await settle();
    for (const offset of [4, 5, 6]) stage.message(offset, offset);
    expect((await reader.next()).value).toMatchObject({ offset: 4 });
    expect((await reader.next()).value).toMatchObject({ offset: 5 });
    await expect(reader.next()).rejects.toMatchObject({ code: 'overflow' } satisfies Partial<RoomSocketsError>);
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it('lets go of the room once', async () => {
    const onClose = vi.fn();
    const stream = new Stream<number>(1, onClose);
    await stream.return();
    stream.close();
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('serves several reads at once, in order', async () => {
    await stage.open();
    const room = stage.join();
    const reader = room[Symbol.asyncIterator]();
    const reads = Promise.all([reader.next(), reader.next(), reader.next()]);
    await settle();
    stage.message(4, 'a');
    stage.message(5, 'b');
    room.leave();
    expect((await reads).map(({ done, value }) => done || value.data)).toEqual(['a', 'b', true]);
  });

  it('of a room that is over gives what was kept', async () => {
    await stage.open();
    const room = stage.join();
    stage.message(4, 'a');
    room.leave();
    const read = [];
    for await (const { data } of room) read.push(data);
    expect(read).toEqual(['a']);
  });
});
