// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, h, nextTick, ref, type Ref } from 'vue';
import type { Client } from '../src/index.js';
import { type RoomView, useConnection, useRoom } from '../src/vue.js';
import { at, bob, FakeSocket, settle, Stage, welcome } from './fake-socket.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Runs `setup` in a component; `text` is what it shows. */
function mount<T>(setup: () => T, text: (result: T) => unknown = () => '') {
  let result!: T;
  const app = createApp({
    setup() {
      result = setup();
      return () => h('p', JSON.stringify(text(result)));
    },
  });
  const element = document.createElement('div');
  app.mount(element);
  return { result, app, shown: async () => (await settle(), await nextTick(), JSON.parse(element.textContent!)) };
}

const item = (offset: number, more: object = {}) => ({ offset, from: bob, data: `m${offset}`, at, ...more });

describe('useConnection', () => {
  let socket: FakeSocket;
  class Recorded extends FakeSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      socket = this;
    }
  }

  it('shows the state and closes with the component', async () => {
    const page = mount(
      () => useConnection('ws://chat.example/ws', { WebSocket: Recorded, random: () => 0.5 }),
      ({ state, user, retryAt, closing, error }) => [state.value, user.value?.name, retryAt.value && 'waits', closing.value?.code, error.value?.code],
    );
    expect(await page.shown()).toEqual(['connecting', null, null, null, null]);
    await settle();
    socket.receive(welcome);
    socket.receive({ type: 'error', code: 'rate_limited', temporary: true });
    expect(await page.shown()).toEqual(['connected', 'Ann', null, null, 'rate_limited']);
    socket.serverClose(1006);
    expect(await page.shown()).toEqual(['reconnecting', 'Ann', 'waits', 1006, 'rate_limited']);
    page.app.unmount();
    expect(page.result.client.state).toBe('closed');
    const last = socket;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(socket).toBe(last);
  });
});

describe('useRoom', () => {
  let stage: Stage;
  let client: Client;
  beforeEach(async () => {
    stage = new Stage();
    client = stage.client;
    await stage.open();
  });
  afterEach(() => client.close());

  const use = (name: string | Ref<string> = 'lobby') =>
    mount(() => useRoom<string>(client, name), ({ messages, outgoing }) => [messages.map(({ offset }) => offset), outgoing.map(({ status }) => status)]);
  const history = async (messages: object[], more: boolean) => {
    stage.socket.receive({ type: 'history', id: stage.sent.at(-1).id, room: 'lobby', messages, more });
    await settle();
  };

  it('shows messages, and leaves with the component', async () => {
    const page = use();
    expect(stage.sent).toMatchObject([{ type: 'join', room: 'lobby', history: 50, presence: true }]);
    stage.answer({ offset: 3, messages: [item(2), item(3)] });
    stage.message(4, 'live');
    expect(await page.shown()).toEqual([[2, 3, 4], []]);
    expect(page.result.state.value).toBe('joined');
    page.app.unmount();
    expect(stage.sent.at(-1)).toMatchObject({ type: 'leave', room: 'lobby' });
  });

  it('shows a message of our own from sending to arrival', async () => {
    const page = use();
    stage.answer({ offset: 3 });
    page.result.send('mine');
    expect(await page.shown()).toEqual([[], ['sending']]);
    const { id, key } = stage.sent.at(-1);
    stage.socket.receive({ type: 'ack', id, room: 'lobby', offset: 4, duplicate: false });
    await settle();
    expect(await page.shown()).toEqual([[], ['sent']]);
    stage.message(4, 'mine', 'lobby', { key });
    expect(await page.shown()).toEqual([[4], []]);
  });

  it('does not show it again when the ack comes last', async () => {
    const page = use();
    stage.answer({ offset: 3 });
    page.result.send('mine');
    const { id, key } = stage.sent.at(-1);
    await settle();
    stage.message(4, 'mine', 'lobby', { key });
    stage.socket.receive({ type: 'ack', id, room: 'lobby', offset: 4, duplicate: false });
    await settle();
    expect(await page.shown()).toEqual([[4], []]);
  });

  it('keeps what failed, to be tried under the same key or forgotten', async () => {
    const page = use();
    stage.answer({ offset: 3 });
    page.result.send('mine');
    const first = stage.sent.at(-1);
    stage.socket.receive({ type: 'error', id: first.id, room: 'lobby', code: 'muted', message: 'Hush.', temporary: false });
    await settle();
    expect(page.result.outgoing).toMatchObject([{ status: 'failed', error: { code: 'muted' }, data: 'mine' }]);
    page.result.retry(first.key);
    expect(await page.shown()).toEqual([[], ['sending']]);
    expect(stage.sent.at(-1)).toMatchObject({ type: 'publish', key: first.key, data: 'mine' });
    page.result.discard(first.key);
    stage.socket.receive({ type: 'error', id: stage.sent.at(-1).id, room: 'lobby', code: 'muted', message: 'Hush.', temporary: false });
    expect(await page.shown()).toEqual([[], []]);
    await page.result.retry(first.key);
  });

  it('drops what was sent and lies in a gap', async () => {
    const page = use();
    stage.answer({ offset: 3 });
    page.result.send('mine');
    stage.socket.receive({ type: 'ack', id: stage.sent.at(-1).id, room: 'lobby', offset: 4, duplicate: false });
    await settle();
    await stage.reconnect();
    stage.answer({ offset: 9, recovered: false });
    expect(await page.shown()).toEqual([[], []]);
    expect(page.result.gaps).toEqual([{ from: 4, to: 9, restarted: false }]);
  });

  it('pages back to the beginning', async () => {
    const page = use();
    stage.answer({ offset: 5, messages: [item(4), item(5)] });
    await settle();
    const loading = page.result.loadOlder(2);
    expect(stage.sent.at(-1)).toMatchObject({ type: 'history', before: 4, limit: 2 });
    await history([item(2), { offset: 3, deleted: true }], true);
    await loading;
    expect(page.result.hasOlder.value).toBe(true);
    page.result.loadOlder();
    await history([item(1)], false);
    expect(await page.shown()).toEqual([[1, 2, 4, 5], []]);
    expect(page.result.hasOlder.value).toBe(false);
  });

  it('fills a gap page by page', async () => {
    const page = use();
    stage.answer({ offset: 3 });
    await stage.reconnect();
    stage.answer({ offset: 6, recovered: false });
    stage.message(7, 'live');
    const filling = page.result.fill(page.result.gaps[0]!);
    expect(stage.sent.at(-1)).toMatchObject({ type: 'history', after: 3 });
    await history([item(4), item(5)], true);
    expect(stage.sent.at(-1)).toMatchObject({ type: 'history', after: 5 });
    await history([item(6), item(7)], false);
    await filling;
    expect(await page.shown()).toEqual([[4, 5, 6, 7], []]);
    expect(page.result.gaps).toEqual([]);
  });

  it('forgets everything when offsets begin anew', async () => {
    const page = use();
    stage.answer({ offset: 3, messages: [item(3)] });
    await settle();
    await stage.reconnect();
    stage.answer({ offset: 1, epoch: 'z9', recovered: false });
    expect(await page.shown()).toEqual([[], []]);
    expect(page.result.gaps).toEqual([{ from: 1, to: 1, restarted: true }]);
  });

  it('follows redactions', async () => {
    const page = use();
    stage.answer({ offset: 3, messages: [item(2), item(3)] });
    await settle();
    stage.socket.receive({ type: 'redacted', room: 'lobby', offset: 2 });
    stage.socket.receive({ type: 'redacted', room: 'lobby', offset: 3, data: 'changed' });
    stage.socket.receive({ type: 'redacted', room: 'lobby', offset: 1 });
    expect(page.result.messages).toMatchObject([{ offset: 3, data: 'changed' }]);
  });

  it('shows who is there', async () => {
    const page = use();
    stage.answer({ offset: 0, presence: { count: 2, users: [{ ...bob, devices: 1, status: 'online' }] } });
    expect([[...page.result.presence.value.keys()], page.result.count.value]).toEqual([['7'], 2]);
    stage.socket.receive({ type: 'presence', room: 'lobby', left: [bob], count: 1 });
    expect([[...page.result.presence.value.keys()], page.result.count.value]).toEqual([[], 1]);
  });

  it('shows who is typing, for five seconds or until the message', async () => {
    const { typing } = use().result;
    stage.answer({ offset: 0 });
    const signal = (data: boolean, from: object | null = bob) => stage.socket.receive({ type: 'signal', room: 'lobby', name: 'typing', from, data });
    await settle();
    signal(true);
    signal(true, null);
    await vi.advanceTimersByTimeAsync(4_000);
    signal(true);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(typing.value).toEqual([bob]);
    await vi.advanceTimersByTimeAsync(1);
    expect(typing.value).toEqual([]);
    signal(true);
    stage.message(1, 'done');
    expect(typing.value).toEqual([]);
    signal(true);
    signal(false);
    expect(typing.value).toEqual([]);
  });

  it('says that we are typing at most every three seconds, and anew after sending', async () => {
    const { sendTyping, send } = use().result;
    stage.answer({ offset: 0 });
    const said = () => stage.sent.filter(({ type }) => type === 'signal').length;
    sendTyping();
    sendTyping();
    expect(said()).toBe(1);
    await vi.advanceTimersByTimeAsync(3_000);
    sendTyping();
    expect(said()).toBe(2);
    send('x');
    sendTyping();
    expect(said()).toBe(3);
  });

  it('goes to another room when its name changes', async () => {
    const name = ref('lobby');
    const page = use(name);
    stage.answer({ offset: 1, messages: [item(1)] });
    await settle();
    name.value = 'other';
    await nextTick();
    expect(stage.sent.slice(-2)).toMatchObject([{ type: 'leave', room: 'lobby' }, { type: 'join', room: 'other' }]);
    expect(await page.shown()).toEqual([[], []]);
    stage.answer({ offset: 8, messages: [item(8)] });
    expect(await page.shown()).toEqual([[8], []]);
  });

  it('ignores a page of history that belongs to the room before', async () => {
    const name = ref('lobby');
    const page = use(name);
    stage.answer({ offset: 1 });
    const loading = expect(page.result.loadOlder()).rejects.toMatchObject({ code: 'left' });
    name.value = 'other';
    await nextTick();
    await loading;
  });

  it('shares a room between components; the last one leaves it', async () => {
    const first = use();
    stage.answer({ offset: 2, messages: [item(2)] });
    await settle();
    const second = use();
    await history([item(1), item(2)], false);
    expect([await first.shown(), await second.shown()]).toEqual([[[2], []], [[1, 2], []]]);
    first.app.unmount();
    expect(stage.sent.at(-1).type).toBe('history');
    second.app.unmount();
    expect(stage.sent.at(-1).type).toBe('leave');
  });

  it('shows why it cannot be there', async () => {
    const { result } = use() as { result: RoomView<string> };
    stage.socket.receive({ type: 'error', id: stage.sent[0].id, code: 'banned', message: 'No.', temporary: false });
    await settle();
    expect(result.state.value).toBe('left');
    expect(result.left.value).toEqual({ reason: 'banned' });
    expect(result.error.value).toMatchObject({ code: 'banned' });
  });
});
