import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Gap, Left, Message, Redaction, Signal } from '../src/index.js';
import { at, bob, record, settle, Stage, welcome } from './fake-socket.js';

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

describe('joining', () => {
  it('is ready when the server has answered', async () => {
    const room = stage.client.join('lobby');
    await stage.open();
    expect(room.state).toBe('joining');
    const ready = expect(room.ready).resolves.toBeUndefined();
    stage.answer({ offset: 3 });
    await ready;
    expect(room).toMatchObject({ name: 'lobby', state: 'joined', position: { offset: 3, epoch: 'x7' } });
  });

  it('gives the same room to all who ask', async () => {
    await stage.open();
    expect(stage.client.join('lobby')).toBe(stage.client.join('lobby'));
    expect(stage.client.rooms.get('lobby')).toBe(stage.client.join('lobby'));
    expect(stage.sent).toHaveLength(1);
  });

  it('compares names as the server does', async () => {
    await stage.open();
    expect(stage.client.join('cafe\u0301')).toBe(stage.client.join('caf\u00e9'));
    expect(stage.sent).toMatchObject([{ room: 'caf\u00e9' }]);
  });

  it('asks for presence when somebody wants it later', async () => {
    await stage.open();
    const room = stage.join();
    stage.client.join('lobby', { presence: true });
    stage.client.join('lobby', { presence: true });
    expect(stage.sent.slice(1)).toMatchObject([{ type: 'join', presence: true, since: { offset: 3 } }]);
    stage.answer({ offset: 3, recovered: true, messages: [], presence: { count: 1, users: [] } });
    expect(room.presence.count).toBe(1);
  });

  it('goes on from an earlier visit', async () => {
    await stage.open();
    const room = stage.client.join('lobby', { since: { offset: 5, epoch: 'x7' }, history: 50 });
    const messages = record<Message>(room, 'message');
    expect(stage.sent).toEqual([{ type: 'join', id: 1, room: 'lobby', since: { offset: 5, epoch: 'x7' } }]);
    stage.answer({ offset: 6, recovered: true, messages: [item(6)] });
    await settle();
    expect(offsets(messages)).toEqual([6]);
  });

  it('fails when it is refused, and the room is over', async () => {
    await stage.open();
    const room = stage.client.join('staff');
    const lefts = record<Left>(room, 'left');
    const refused = expect(room.ready).rejects.toMatchObject({ code: 'forbidden', message: 'Not you.' });
    stage.socket.receive({ type: 'error', id: 1, code: 'forbidden', message: 'Not you.', temporary: false });
    await refused;
    expect(lefts).toEqual([{ reason: 'forbidden' }]);
    expect(room.state).toBe('left');
    expect(stage.client.rooms.size).toBe(0);
    await expect(room.publish('x')).rejects.toMatchObject({ code: 'left' });
  });

  it('is tried again with growing waits while the refusal is temporary', async () => {
    await stage.open();
    stage.client.join('lobby');
    for (const wait of [250, 500, 1_000]) {
      stage.socket.receive({ type: 'error', id: stage.sent.at(-1).id, code: 'overloaded', temporary: true });
      const before = stage.sent.length;
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(stage.sent).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(stage.sent).toHaveLength(before + 1);
    }
    stage.answer({ offset: 3 });
    stage.message(9, 'a hole');
    stage.socket.receive({ type: 'error', id: stage.sent.at(-1).id, code: 'overloaded', temporary: true });
    await vi.advanceTimersByTimeAsync(250);
    expect(stage.sent).toHaveLength(6);
  });

  it('is not tried again once the room is left', async () => {
    await stage.open();
    const room = stage.client.join('lobby');
    stage.socket.receive({ type: 'error', id: 1, code: 'overloaded', temporary: true, retryAfterMs: 300 });
    room.leave();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(stage.sent.map(({ type }) => type)).toEqual(['join', 'leave']);
  });

  it('forgets a retry when the connection ends', async () => {
    await stage.open();
    stage.client.join('lobby');
    stage.socket.receive({ type: 'error', id: 1, code: 'overloaded', temporary: true, retryAfterMs: 300 });
    await stage.reconnect();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(stage.sent).toHaveLength(1);
  });
});

describe('gaps', () => {
  it('tell what is missing, and whether offsets began anew', async () => {
    await stage.open();
    const room = stage.join();
    const [gaps, messages] = [record<Gap>(room, 'gap'), record<Message>(room, 'message')];
    await stage.reconnect();
    stage.answer({ offset: 9, recovered: false });
    await stage.reconnect();
    stage.answer({ offset: 20, epoch: 'z9', recovered: true, messages: [item(20)] });
    expect(gaps).toEqual([{ from: 4, to: 9, restarted: false }, { from: 1, to: 20, restarted: true }]);
    expect(messages).toEqual([]);
    expect(room.position).toEqual({ offset: 20, epoch: 'z9' });
  });

  it('come before what follows them', async () => {
    await stage.open();
    const room = stage.join();
    const order: string[] = [];
    for (const name of ['message', 'gap', 'joined'] as const) room.on(name, () => order.push(name));
    await settle();
    await stage.reconnect();
    stage.answer({ offset: 9, recovered: false });
    stage.message(10, 'x');
    expect(order).toEqual(['joined', 'gap', 'message']);
  });

  it('ask once, however many frames follow the hole', async () => {
    await stage.open();
    const room = stage.join();
    stage.message(6, 'c');
    stage.message(7, 'd');
    stage.socket.receive({ type: 'gap', room: 'lobby', from: 4, to: 5 });
    stage.socket.receive({ type: 'skip', room: 'lobby', offset: 8 });
    expect(stage.sent.slice(1)).toMatchObject([{ type: 'join', since: { offset: 3, epoch: 'x7' } }]);
    expect(room.state).toBe('joining');
  });
});

describe('what else a room tells', () => {
  it('is redactions and signals', async () => {
    await stage.open();
    const room = stage.join();
    const [redactions, signals] = [record<Redaction>(room, 'redacted'), record<Signal>(room, 'signal')];
    const outside = record<Signal>(stage.client, 'signal');
    stage.socket.receive({ type: 'redacted', room: 'lobby', offset: 2 });
    stage.socket.receive({ type: 'signal', room: 'lobby', name: 'typing', from: bob, data: true });
    stage.socket.receive({ type: 'signal', name: 'notice', data: 'Hello' });
    expect(redactions).toMatchObject([{ offset: 2 }]);
    expect(signals).toMatchObject([{ name: 'typing', from: bob, data: true }]);
    expect(outside).toMatchObject([{ name: 'notice', data: 'Hello' }]);
  });

  it('is that it is over, and why', async () => {
    await stage.open();
    const room = stage.join();
    const lefts = record<Left>(room, 'left');
    const waiting = expect(room.publish('x')).rejects.toMatchObject({ code: 'kicked' });
    stage.socket.receive({ type: 'left', room: 'lobby', reason: 'kicked', until: at });
    await waiting;
    expect(lefts).toMatchObject([{ reason: 'kicked', until: at }]);
    expect(stage.client.rooms.size).toBe(0);
  });

  it('is nothing about an earlier stay of the same name', async () => {
    await stage.open();
    stage.join().leave();
    const id = stage.sent.at(-1).id;
    const room = stage.join();
    stage.socket.receive({ type: 'left', id, room: 'lobby' });
    expect(room.state).toBe('joined');
  });
});

describe('the room of the address', () => {
  it('is told to the application, and delivers', async () => {
    const messages: Message[] = [];
    stage.client.on('room', (room) => room.on('message', (message) => messages.push(message)));
    await stage.open();
    stage.socket.receive({ type: 'joined', room: 'lobby', offset: 3, epoch: 'x7' });
    stage.message(4, 'x');
    await settle();
    expect(offsets(messages)).toEqual([4]);
    expect(stage.sent).toEqual([]);
  });

  it('is not one that was left before the answer came', async () => {
    const rooms = record(stage.client, 'room');
    await stage.open();
    stage.client.join('lobby').leave();
    stage.socket.receive({ type: 'joined', id: 1, room: 'lobby', offset: 9, epoch: 'x7' });
    expect(rooms).toEqual([]);
    expect(stage.client.rooms.size).toBe(0);
  });

  it('is the one that was asked for, if so', async () => {
    const rooms = record(stage.client, 'room');
    const room = stage.client.join('lobby', { history: 2 });
    await stage.open();
    stage.socket.receive({ type: 'joined', room: 'lobby', offset: 9, epoch: 'x7' });
    expect(room.state).toBe('joining');
    stage.answer({ offset: 9, messages: [item(8), item(9)] });
    expect(room.state).toBe('joined');
    expect(rooms).toEqual([]);
  });
});

describe('a closed client', () => {
  it('ends its rooms and refuses new ones', async () => {
    await stage.open({ ...welcome });
    const room = stage.join();
    const lefts = record<Left>(room, 'left');
    stage.socket.serverClose(4009, 'banned');
    expect(lefts).toEqual([{ reason: 'closed' }]);
    await expect(stage.client.join('other').ready).rejects.toMatchObject({ code: 'closed' });
    await expect(stage.client.direct('7', 'x')).rejects.toMatchObject({ code: 'closed' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
