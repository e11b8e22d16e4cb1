// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { settle, Stage } from './fake-socket.js';

let stage: Stage;
const online = (value: boolean) => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(value);
  window.dispatchEvent(new Event(value ? 'online' : 'offline'));
};
const show = (state: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  vi.useFakeTimers();
  stage = new Stage();
});
afterEach(() => {
  stage.client.close();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('is offline at once, and connected again as soon as the network is back', async () => {
  await stage.open();
  online(false);
  expect(stage.client.state).toBe('offline');
  expect(stage.socket.ended).toBe(true);
  online(true);
  await settle();
  expect(stage.client.state).toBe('reconnecting');
  await stage.open();
  expect(stage.sockets).toHaveLength(2);
  expect(stage.client.state).toBe('connected');
});

it('tries on while offline, because browsers err', async () => {
  await stage.open();
  online(false);
  await vi.advanceTimersByTimeAsync(250);
  expect(stage.sockets).toHaveLength(2);
  expect(stage.client.state).toBe('offline');
});

it('says that it is offline while it waits', async () => {
  await settle();
  stage.socket.serverClose(1006);
  expect(stage.client.state).toBe('connecting');
  online(false);
  expect(stage.client).toMatchObject({ state: 'offline', retryAt: expect.any(Number) });
});

it('connects at once when somebody looks at the page', async () => {
  await stage.open();
  for (let attempt = 0; attempt < 6; attempt++) {
    stage.socket.serverClose(1006);
    await vi.advanceTimersToNextTimerAsync();
  }
  stage.socket.serverClose(1006);
  const before = stage.sockets.length;
  show('hidden');
  await settle();
  expect(stage.sockets).toHaveLength(before);
  show('visible');
  await settle();
  expect(stage.sockets).toHaveLength(before + 1);
});

it('comes no sooner than the server asked for, even then', async () => {
  await stage.open();
  stage.socket.receive({ type: 'bye', code: 4200, reason: 'shutdown', reconnect: true, retryAfterMs: 1_730 });
  stage.socket.serverClose(4200);
  online(true);
  await vi.advanceTimersByTimeAsync(1_729);
  expect(stage.sockets).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(stage.sockets).toHaveLength(2);
});

it('asks a connection that seems to stand whether it does', async () => {
  await stage.open();
  show('visible');
  expect(stage.sent).toEqual([{ type: 'ping', id: 0 }]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(stage.client.state).toBe('reconnecting');
});

it('does not disturb a connection that is being opened', async () => {
  await settle();
  stage.socket.opened = true;
  show('visible');
  expect(stage.sent).toEqual([]);
});

it('lets go of the page when it is closed', async () => {
  await stage.open();
  stage.client.close();
  online(false);
  online(true);
  show('visible');
  await settle();
  expect(stage.client.state).toBe('closed');
  expect(stage.sockets).toHaveLength(1);
  expect(stage.sent).toEqual([]);
});
