// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import * as roomsockets from '../src/index.js';
import { useConnection, useRoom } from '../src/vue.js';
import { at, bob, FakeSocket, settle, welcome } from './fake-socket.js';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const block = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(readme)![1]!;
const AsyncFunction = (async () => {}).constructor as new (...args: string[]) => (...args: unknown[]) => Promise<void>;

let socket: FakeSocket;
class Recorded extends FakeSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols);
    socket = this;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Recorded);
  vi.stubGlobal('location', { href: 'https://chat.example/' });
  vi.stubGlobal('fetch', async () => ({ text: async () => 'secret' }));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('the first example chats', async () => {
  const code = block('js');
  expect(code.trim().split('\n').length).toBeLessThanOrEqual(15);
  const [people, log] = [document.createElement('p'), document.createElement('p')];
  const [form, input] = [{} as { onsubmit(event: object): void }, { value: 'hello' }];
  const example = new AsyncFunction('roomsockets', 'people', 'log', 'form', 'input', code.replace(/^import (.*) from 'roomsockets';/, 'const $1 = roomsockets;'));
  void example(roomsockets, people, log, form, input);
  await settle();
  expect(socket).toMatchObject({ url: 'wss://chat.example/ws', protocols: ['roomsockets.v1.json', 'roomsockets.bearer.secret'] });
  socket.opened = true;
  socket.receive(welcome);
  expect(document.title).toBe('connected');
  expect(socket.sent).toMatchObject([{ type: 'join', room: 'lobby', history: 50, presence: true }]);
  socket.receive({
    type: 'joined', id: 1, room: 'lobby', offset: 1, epoch: 'x7', messages: [{ offset: 1, from: bob, data: 'hi', at }],
    presence: { count: 1, users: [{ ...bob, devices: 1, status: 'online' }] },
  });
  form.onsubmit({ preventDefault() {} });
  await settle();
  expect(socket.sent[1]).toMatchObject({ type: 'publish', room: 'lobby', data: 'hello' });
  expect([people.textContent, log.textContent]).toEqual(['Bob', 'Bob: hi\n']);
});

it('the example of Vue takes what there is', () => {
  const scope = effectScope();
  scope.run(() => {
    const connection = useConnection('/ws');
    const room = useRoom(connection.client, 'lobby');
    const taken = [...block('vue').matchAll(/const \{ (.*) \} = use/g)].map((match) => match[1]!.split(', '));
    expect(taken).toHaveLength(2);
    for (const name of taken[0]!) expect(connection).toHaveProperty(name);
    for (const name of taken[1]!) expect(room).toHaveProperty(name);
  });
  scope.stop();
});
