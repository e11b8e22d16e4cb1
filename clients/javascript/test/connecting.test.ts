import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoff } from '../src/backoff.js';
import { connect, type StateChange, type WebSocketConstructor } from '../src/index.js';
import { FakeSocket, record, settle, Stage, welcome } from './fake-socket.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('states', () => {
  it('go from connecting to connected and, after a cut, through reconnecting', async () => {
    const stage = new Stage();
    const changes = record<StateChange>(stage.client, 'state');
    expect(stage.client.state).toBe('connecting');
    await stage.open();
    expect(stage.client.state).toBe('connected');
    stage.socket.serverClose(1006, 'cut');
    expect(stage.client).toMatchObject({ state: 'reconnecting', retryAt: Date.now() + 250, closing: { code: 1006, reason: 'cut' } });
    await vi.advanceTimersByTimeAsync(250);
    expect(stage.client).toMatchObject({ state: 'reconnecting', retryAt: undefined });
    await stage.open();
    expect(changes.map(({ state }) => state)).toEqual(['connected', 'reconnecting', 'reconnecting', 'connected']);
  });

  it('tell who we are', async () => {
    const stage = new Stage();
    expect(stage.client.user).toBeUndefined();
    let seen: unknown;
    stage.client.on('state', () => (seen = stage.client.user));
    await stage.open();
    expect(seen).toEqual({ id: '42', name: 'Ann' });
    expect(stage.client).toMatchObject({ connection: 'c_1', limits: { maxBytes: 65_536 } });
  });

  it('survive a listener that throws', async () => {
    const stage = new Stage();
    const reported = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => {});
    const states = record<StateChange>(stage.client, 'state');
    stage.client.on('state', () => { throw new Error('of the application'); });
    const later = record<StateChange>(stage.client, 'state');
    await stage.open();
    expect(states).toHaveLength(1);
    expect(later).toHaveLength(1);
    expect(reported.mock.calls[0]![0]).toThrow('of the application');
    reported.mockRestore();
  });

  it('are told to those who listened when they changed', async () => {
    const stage = new Stage();
    const late: StateChange[] = [];
    const stop = stage.client.on('state', () => {
      stop();
      stage.client.on('state', (change) => late.push(change));
    });
    await stage.open();
    expect(late).toEqual([]);
    stage.socket.serverClose(1006);
    expect(late).toHaveLength(1);
  });

  it('stop telling a listener that has had enough', async () => {
    const stage = new Stage();
    const changes: StateChange[] = [];
    const stop = stage.client.on('state', (change) => changes.push(change));
    stop();
    await stage.open();
    expect(changes).toEqual([]);
  });
});

describe('waiting', () => {
  it('is random, and its bound doubles from 0.5 s to 20 s', () => {
    for (const [attempt, bound] of [[0, 500], [1, 1_000], [5, 16_000], [6, 20_000], [1_000, 20_000], [5_000, 20_000]] as const) {
      expect(backoff(attempt, () => 0)).toBe(0);
      expect(backoff(attempt, () => 0.999)).toBeCloseTo(bound * 0.999);
    }
  });

  it('is cut short by retryNow', async () => {
    const stage = new Stage();
    await stage.open();
    stage.socket.serverClose(1006);
    for (let times = 0; times < 2; times++) {
      stage.client.retryNow();
      await settle();
      expect(stage.sockets).toHaveLength(2);
    }
  });

  it('is not cut shorter by retryNow than the server asked for', async () => {
    const stage = new Stage();
    await stage.open();
    stage.socket.receive({ type: 'bye', code: 4200, reason: 'shutdown', reconnect: true, retryAfterMs: 60_000 });
    stage.socket.serverClose(4200);
    stage.client.retryNow();
    await vi.advanceTimersByTimeAsync(59_999);
    expect(stage.sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(stage.sockets).toHaveLength(2);
  });

  it('ends with what bye announced, though the close frame was lost', async () => {
    const stage = new Stage();
    await stage.open();
    stage.socket.receive({ type: 'bye', code: 4009, reason: 'banned', reconnect: false });
    stage.socket.serverClose(1006);
    expect(stage.client).toMatchObject({ state: 'closed', closing: { code: 4009, reason: 'banned' } });
  });

  it('obeys a bye that forbids to come back, whatever its code', async () => {
    const stage = new Stage();
    await stage.open();
    stage.socket.receive({ type: 'bye', code: 4200, reason: 'shutdown', reconnect: false });
    stage.socket.serverClose(4200);
    expect(stage.client.state).toBe('closed');
  });

  it('is over when the application closes after a bye', async () => {
    const stage = new Stage();
    await stage.open();
    stage.socket.receive({ type: 'bye', code: 4200, reason: 'shutdown', reconnect: true });
    stage.client.close();
    expect(stage.client).toMatchObject({ state: 'closed', closing: { code: 1000 } });
    stage.socket.serverClose(4200);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stage.sockets).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not last for ever on a socket that never opens', async () => {
    const stage = new Stage();
    await settle();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(stage.socket.ended).toBe(true);
    await vi.advanceTimersByTimeAsync(250);
    expect(stage.sockets).toHaveLength(2);
    stage.sockets[0]!.serverClose(1000);
    expect(stage.client.state).toBe('connecting');
  });

  it('goes on when the socket cannot even be made', async () => {
    class Broken {
      constructor() { throw new Error('not allowed here'); }
    }
    const client = connect('ws://chat.example/ws', { WebSocket: Broken as unknown as WebSocketConstructor, random: () => 0.5 });
    const errors = record<Error>(client, 'error');
    await settle();
    await vi.advanceTimersByTimeAsync(250);
    expect(errors.map(({ message }) => message)).toEqual(Array(2).fill('Cannot connect: Error: not allowed here'));
    expect(client.state).toBe('connecting');
    client.close();
  });
});

describe('a connection that was given up', () => {
  it('is not listened to any more', async () => {
    const stage = new Stage();
    await stage.open();
    const directs = record(stage.client, 'direct');
    await vi.advanceTimersByTimeAsync(45_000);
    expect(stage.client.state).toBe('reconnecting');
    stage.socket.receive({ type: 'direct', from: null, to: '42', offset: 1, data: 'late' });
    stage.socket.receive(welcome);
    stage.socket.serverClose(4001);
    expect(directs).toEqual([]);
    expect(stage.client.state).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(250);
    expect(stage.sockets).toHaveLength(2);
    stage.client.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('addresses', () => {
  const urlOf = async (url: string | URL) => {
    const stage = new Stage({}, url as string);
    await settle();
    return stage.socket.url;
  };
  afterEach(() => vi.unstubAllGlobals());

  it('may be those of HTTP', async () => {
    expect(await urlOf('https://chat.example/ws?a=1')).toBe('wss://chat.example/ws?a=1');
    expect(await urlOf(new URL('http://chat.example/ws'))).toBe('ws://chat.example/ws');
  });

  it('belong to the page when they are relative', async () => {
    vi.stubGlobal('location', { href: 'https://chat.example/app/index.html#top' });
    expect(await urlOf('/ws')).toBe('wss://chat.example/ws');
    expect(await urlOf('ws/lobby')).toBe('wss://chat.example/app/ws/lobby');
  });

  it('need an implementation of WebSocket', () => {
    vi.stubGlobal('WebSocket', undefined);
    expect(() => connect('ws://chat.example/ws')).toThrow('connect(url, { WebSocket })');
    vi.stubGlobal('WebSocket', FakeSocket);
    expect(() => connect('ws://chat.example/ws').close()).not.toThrow();
  });
});

describe('errors that nobody waits for', () => {
  it('are told', async () => {
    const stage = new Stage();
    const errors = record<Error>(stage.client, 'error');
    await stage.open({ ...welcome, limits: undefined });
    stage.socket.receive({ type: 'error', code: 'rate_limited', message: 'Too fast.', temporary: true, retryAfterMs: 70, room: 'lobby' });
    stage.socket.receive({ type: 'error', id: 'x', code: 'invalid', field: 'name' });
    expect(errors).toMatchObject([
      { name: 'RoomSocketsError', code: 'rate_limited', message: 'Too fast.', temporary: true, retryAfterMs: 70, room: 'lobby' },
      { code: 'invalid', message: 'invalid', temporary: false, field: 'name' },
    ]);
  });
});

describe('frames of a server that errs', () => {
  it.each([
    [{ type: 'presence', room: 'lobby', joined: [null], count: 1 }],
    [{ type: 'error', id: 99, code: null, message: {} }],
    [{ type: 'message', room: 'lobby', offset: '4', data: 'x' }],
  ])('do no harm: %j', async (frame) => {
    const stage = new Stage();
    await stage.open({ ...welcome, limits: null });
    const room = stage.join();
    stage.socket.receive(frame);
    room.publish('works').catch(() => {});
    expect(stage.sent.at(-1)).toMatchObject({ type: 'publish', data: 'works' });
    expect(room.position).toMatchObject({ offset: 3 });
  });

  it('are told where they cannot be read', async () => {
    const stage = new Stage();
    await stage.open();
    stage.join();
    const errors: unknown[] = [];
    stage.client.on('error', (error) => errors.push(error));
    stage.socket.receive({ type: 'presence', room: 'lobby', joined: [null], count: 1 });
    expect(errors).toMatchObject([{ code: 'bad_frame' }]);
  });
});

describe('a relative address', () => {
  it('needs a page', () => {
    expect(() => connect('/ws', { WebSocket: FakeSocket as never })).toThrow(/"\/ws" is relative/);
  });
});
