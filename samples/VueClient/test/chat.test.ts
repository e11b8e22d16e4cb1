import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, ref, shallowRef } from 'vue';
import { type Chat, useChat } from '../src/chat/useChat';
import { useEntries } from '../src/chat/useEntries';
import type { Place } from '../src/shell/route';
import { Host } from './host';
import { run, stopAll } from './scope';
import { Server } from './server';

const lobby: Place = { kind: 'rooms', id: 'lobby' };
const withBob: Place = { kind: 'people', id: 'user:2' };
const listed = { id: 1, name: 'lobby', users: [{ id: 1, username: 'Ann' }, { id: 2, username: 'Bob' }] };
let server: Server;
let host: Host;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  host = new Host().on('rooms', { body: [listed, { id: 2, name: 'side', users: listed.users }, { id: 3, name: 'other', users: [] }] });
  server = new Server();
});

afterEach(() => {
  stopAll();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function enter(at: Place | undefined = lobby) {
  const place = shallowRef(at);
  const attention = ref(true);
  const confirm = vi.fn(async () => {});
  const chat = run(() => useChat({ user: { id: 'user:1', username: 'Ann' }, place, attention, confirm }));
  await server.open();
  return { chat, place, attention, confirm, list: useEntries(chat) };
}

function unread({ rooms, directs }: ReturnType<typeof useEntries>): Record<string, number> {
  return Object.fromEntries([...rooms.value, ...directs.value].map(({ name, unread: n }) => [name, n]));
}

const texts = (chat: Chat) => chat.active.value!.messages.map(({ data }) => data);

describe('useChat', () => {
  it('joins the rooms that the user belongs to, and lists all', async () => {
    const { list } = await enter();
    expect(list.rooms.value.map(({ name }) => name)).toEqual(['lobby', 'side', 'other']);
    expect(server.frames.filter(({ type }) => type === 'join').map(({ room }) => room)).toEqual(['lobby', 'side']);
  });

  it('asks who is there only where somebody looks', async () => {
    const { place } = await enter();
    const joins = (name: string) => server.frames.filter(({ type, room }) => type === 'join' && room === name).map(({ presence }) => presence);
    expect([joins('lobby'), joins('side')]).toEqual([[true], [false]]);
    place.value = { kind: 'rooms', id: 'side' };
    await vi.advanceTimersByTimeAsync(0);
    expect(joins('side')).toEqual([false, true]);
  });

  it('counts what nobody looked at, from the first visit on', async () => {
    server.offset = 40;
    const { chat, list, place } = await enter();
    expect(chat.unread.value).toBe(0);
    await server.message(41, 'user:2', 'hi', 'side');
    await server.message(42, 'user:2', 'there', 'side');
    expect(unread(list)).toEqual({ lobby: 0, side: 2, other: 0 });
    place.value = { kind: 'rooms', id: 'side' };
    await nextTick();
    expect(chat.unread.value).toBe(2);
    chat.atBottom.value = true;
    await nextTick();
    expect(chat.unread.value).toBe(0);
  });

  it('reads only while somebody looks, and at the bottom', async () => {
    const { chat, attention } = await enter();
    chat.atBottom.value = true;
    await server.message(1, 'user:2', 'read');
    expect(chat.unread.value).toBe(0);
    attention.value = false;
    await server.message(2, 'user:2', 'unseen');
    expect(chat.unread.value).toBe(1);
    attention.value = true;
    await nextTick();
    expect(chat.unread.value).toBe(0);
    chat.atBottom.value = false;
    await server.message(3, 'user:2', 'below');
    expect(chat.unread.value).toBe(1);
  });

  it('remembers across visits how far it has read', async () => {
    const { chat } = await enter();
    chat.atBottom.value = true;
    await server.message(1, 'user:2', 'read');
    stopAll();
    server.offset = 4;
    const again = await enter();
    expect(again.chat.unread.value).toBe(3 + 4);
  });

  it('takes what oneself has said elsewhere for read', async () => {
    const { chat, attention } = await enter();
    attention.value = false;
    await server.message(1, 'user:2', 'a question');
    await server.message(2, 'user:1', 'an answer from the phone');
    expect(chat.unread.value).toBe(0);
  });

  it('shows a sent message once', async () => {
    const { chat } = await enter();
    await chat.active.value!.send('hello');
    expect(texts(chat)).toEqual(['hello']);
    expect(chat.active.value!.outgoing).toEqual([]);
  });

  it('keeps a failed message, and sends it again under its key', async () => {
    const { chat } = await enter();
    server.refusal = { code: 'muted', message: 'no', temporary: false };
    await chat.active.value!.send('hello');
    const [failed] = chat.active.value!.outgoing;
    expect([failed?.status, failed?.error?.code]).toEqual(['failed', 'muted']);
    server.refusal = undefined;
    await chat.active.value!.retry(failed!.key);
    expect(server.frames.filter(({ type }) => type === 'publish').map(({ key }) => key)).toEqual([failed!.key, failed!.key]);
    expect(chat.active.value!.outgoing).toEqual([]);
  });

  it('asks before a reconnect whether the session is still there', async () => {
    const { confirm } = await enter();
    expect(confirm).not.toHaveBeenCalled();
    server.socket.end(1006);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(confirm).toHaveBeenCalledOnce();
  });

  it('finds in the message box what was not sent when the session ended', async () => {
    const { chat } = await enter();
    chat.drafts.set('rooms/lobby', 'half a sentence');
    server.socket.end(1006);
    void chat.active.value!.send('not sent');
    stopAll();
    const again = await enter();
    expect(again.chat.drafts.get('rooms/lobby')).toBe('not sent\nhalf a sentence');
  });

  it('leaves nothing behind after signing out', async () => {
    const { chat } = await enter();
    chat.drafts.set('rooms/lobby', 'private');
    chat.drafts.forget();
    stopAll();
    expect((await enter()).chat.drafts.get('rooms/lobby')).toBe('');
  });

  it('shows what a moderator made of a message', async () => {
    const { chat } = await enter();
    for (const [offset, text] of [[1, 'rude'], [2, 'with a number: 555'], [3, 'fine']] as const) await server.message(offset, 'user:2', text);
    server.socket.receive({ type: 'redacted', room: 'lobby', offset: 1 });
    server.socket.receive({ type: 'redacted', room: 'lobby', offset: 2, data: 'with a number: …' });
    server.socket.receive({ type: 'redacted', room: 'lobby', offset: 99 });
    expect(texts(chat)).toEqual(['with a number: …', 'fine']);
  });

  it('does not come back by itself where a moderator ended the visit', async () => {
    const { chat, place } = await enter();
    const joins = () => server.frames.filter(({ type, room }) => type === 'join' && room === 'lobby').length;
    server.socket.receive({ type: 'left', room: 'lobby', reason: 'kicked' });
    for (const next of [{ kind: 'rooms', id: 'side' } as const, lobby]) {
      place.value = next;
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(chat.active.value!.left.value?.reason).toBe('kicked');
    expect(joins()).toBe(1);
  });

  it('enters again when asked to, with what was not sent', async () => {
    const { chat } = await enter();
    const before = chat.active.value!;
    server.socket.receive({ type: 'left', room: 'lobby', reason: 'kicked' });
    await before.send('too late');
    expect(before.outgoing[0]?.error?.code).toBe('left');
    await chat.enterAgain(before);
    await server.message(1, 'user:2', 'welcome back');
    expect(chat.active.value).not.toBe(before);
    expect(chat.active.value!.left.value).toBeUndefined();
    expect(texts(chat)).toEqual(['welcome back']);
    expect(chat.drafts.get('rooms/lobby')).toBe('too late');
  });

  it('bears names that objects have by themselves', async () => {
    host.on('rooms', { body: [{ id: 9, name: '__proto__', users: listed.users }, { id: 8, name: 'constructor', users: listed.users }] });
    const { chat, list } = await enter({ kind: 'rooms', id: '__proto__' });
    await server.message(1, '__proto__', { __proto__: 1 }, 'constructor');
    expect(list.rooms.value.map(({ name, unread: n }) => [name, n])).toEqual([['__proto__', 0], ['constructor', 1]]);
    expect(chat.active.value?.label.value).toBe('#__proto__');
  });
});

describe('direct messages', () => {
  const direct = (offset: number, from: string, data: string, to = 'user:1') => ({ type: 'direct', offset, from: { id: from, name: 'Bob' }, to, data, at: Server.at });

  it('come into the list by themselves, unread', async () => {
    const { list, chat } = await enter();
    server.socket.receive(direct(7, 'user:2', 'psst'));
    await nextTick();
    expect(unread(list)).toMatchObject({ Bob: 1 });
    server.socket.receive(direct(8, 'user:1', 'from my phone', 'user:2'));
    await nextTick();
    expect(chat.unread.value).toBe(0);
    expect(chat.directs.open.size).toBe(1);
  });

  it('are found that came while the page was closed', async () => {
    server.past.set('user:2', [{ offset: 3, from: { id: 'user:2', name: 'Bob' }, data: 'are you there?', at: Server.at }]);
    const { list } = await enter();
    await vi.advanceTimersByTimeAsync(0);
    expect(unread(list)).toMatchObject({ Bob: 1 });
  });

  it('that were missed are read after a reconnect', async () => {
    const { chat } = await enter(withBob);
    server.socket.receive(direct(1, 'user:2', 'one'));
    server.socket.end(1006);
    server.past.set('user:2', [{ offset: 2, from: { id: 'user:2', name: 'Bob' }, data: 'two', at: Server.at }]);
    await vi.advanceTimersByTimeAsync(1_000);
    await server.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(texts(chat)).toEqual(['one', 'two']);
    expect(server.frames.findLast(({ type, to }) => type === 'history' && to === 'user:2')).toMatchObject({ after: 1 });
  });

  it('are shown once when sent', async () => {
    const { chat } = await enter(withBob);
    await chat.active.value!.send('hello Bob');
    expect(texts(chat)).toEqual(['hello Bob']);
    expect(chat.active.value!.outgoing).toEqual([]);
    expect(chat.unread.value).toBe(0);
  });
});
