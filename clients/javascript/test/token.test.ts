import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { protocols } from '../src/credentials.js';
import type { TokenSource } from '../src/index.js';
import { later, record, settle, Stage, welcome } from './fake-socket.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const expiring = { ...welcome, tokenExpiresIn: 100 };

describe('a token in the handshake', () => {
  it('travels as it is where a sub-protocol may hold it', () => {
    expect(protocols('aZ0-._~+!#$%&\'*^`|')).toEqual(['roomsockets.v1.json', 'roomsockets.bearer.aZ0-._~+!#$%&\'*^`|']);
  });

  it.each([['a=', 'YT0'], ['ü/?', 'w7wvPw'], ['a b', 'YSBi'], ['>>>???', 'Pj4-Pz8_']])('is encoded otherwise: %s', (token, encoded) => {
    expect(protocols(token)[1]).toBe(`roomsockets.bearer64.${encoded}`);
  });

  it.each([[undefined], [null], ['']])('may be absent: %s', async (token) => {
    const stage = new Stage({ token: () => token });
    await settle();
    expect(stage.socket.protocols).toEqual(['roomsockets.v1.json']);
  });
});

describe('the token callback', () => {
  it('is asked before each connection, and for a fresh one after 4202', async () => {
    const token = vi.fn<TokenSource>(async () => 't');
    const stage = new Stage({ token });
    await stage.open();
    await stage.reconnect(1006);
    await stage.reconnect(4202);
    await stage.reconnect(1006);
    expect(token.mock.calls.map(([request]) => request.refresh)).toEqual([false, false, true, false]);
  });

  it('is asked for a fresh one after an attempt without a welcome, for a browser does not tell why it failed', async () => {
    const token = vi.fn<TokenSource>(() => 't');
    const stage = new Stage({ token });
    await settle();
    stage.socket.serverClose(1006);
    await vi.advanceTimersByTimeAsync(250);
    await stage.open();
    await stage.reconnect();
    expect(token.mock.calls.map(([request]) => request.refresh)).toEqual([false, true, false]);
  });

  it('is asked for a fresh one when the device has slept past 80 % of its life', async () => {
    const token = vi.fn<TokenSource>(() => 't');
    const stage = new Stage({ token });
    await stage.open(expiring);
    vi.setSystemTime(Date.now() + 80_000);
    await stage.reconnect();
    expect(token).toHaveBeenLastCalledWith({ refresh: true });
  });

  it('that fails is asked again later', async () => {
    const token = vi.fn<TokenSource>().mockRejectedValueOnce(new Error('no network')).mockReturnValue('t');
    const stage = new Stage({ token });
    const errors = record<Error>(stage.client, 'error');
    await settle();
    expect(stage.sockets).toHaveLength(0);
    expect(errors).toMatchObject([{ code: 'connect_failed', temporary: true }]);
    await vi.advanceTimersByTimeAsync(250);
    expect(stage.socket.protocols).toContain('roomsockets.bearer.t');
  });

  it('that hangs is asked again later, and its late answer is ignored', async () => {
    const late = later<string>();
    const token = vi.fn<TokenSource>().mockReturnValueOnce(late.promise).mockReturnValue('new');
    const stage = new Stage({ token });
    await vi.advanceTimersByTimeAsync(20_250);
    late.resolve('old');
    await settle();
    expect(stage.sockets.map((socket) => socket.protocols[1])).toEqual(['roomsockets.bearer.new']);
  });

  it('opens nothing when the client was closed meanwhile', async () => {
    const late = later<string>();
    const stage = new Stage({ token: () => late.promise });
    stage.client.close();
    late.resolve('t');
    await settle();
    expect(stage.sockets).toHaveLength(0);
  });
});

describe('a refresh', () => {
  it('ends with its connection, and has a place however much waits', async () => {
    const stage = new Stage({ token: () => 't', queueMessages: 1 });
    const errors = record<Error>(stage.client, 'error');
    await stage.open({ ...welcome, tokenExpiresIn: 10 });
    stage.client.setStatus('away').catch(() => {});
    await vi.advanceTimersByTimeAsync(8_000);
    expect(stage.sent).toMatchObject([{ type: 'status' }, { type: 'auth' }]);
    await stage.reconnect();
    expect(stage.sent).toMatchObject([{ type: 'status' }]);
    expect(errors).toEqual([]);
  });

  it('happens at 80 % of the life of the token, and at that of the next', async () => {
    const token = vi.fn<TokenSource>(() => 't');
    const stage = new Stage({ token });
    await stage.open(expiring);
    await vi.advanceTimersByTimeAsync(25_000);
    stage.socket.receive({ type: 'pong' });
    expect(stage.sent.splice(0)).toMatchObject([{ type: 'ping' }]);
    for (let second = 25; second < 80; second += 5) {
      expect(stage.sent).toEqual([]);
      await vi.advanceTimersByTimeAsync(5_000);
      stage.socket.receive({ type: 'pong' });
    }
    expect(stage.sent).toEqual([{ type: 'auth', token: 't', id: expect.any(Number) }]);
    expect(token).toHaveBeenLastCalledWith({ refresh: true });
    stage.socket.receive({ type: 'ack', id: stage.sent[0].id, tokenExpiresIn: 10 });
    await vi.advanceTimersByTimeAsync(7_999);
    expect(stage.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(stage.sent).toHaveLength(2);
  });

  it.each([[0.1, 1_000], [5, 4_000]])('of a token that lives %s s waits %s ms', async (tokenExpiresIn, wait) => {
    const stage = new Stage({ token: () => 't' });
    await stage.open({ ...welcome, tokenExpiresIn });
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(stage.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(stage.sent).toMatchObject([{ type: 'auth' }]);
  });

  it('of a token that lives for years does not happen at once', async () => {
    const stage = new Stage({ token: () => 't' });
    await stage.open({ ...welcome, tokenExpiresIn: 100_000_000 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(stage.sent).toEqual([]);
  });

  it('that fails is told and tried again', async () => {
    const token = vi.fn<TokenSource>(() => 't');
    const stage = new Stage({ token });
    const errors = record<Error>(stage.client, 'error');
    await stage.open({ ...welcome, tokenExpiresIn: 10 });
    token.mockRejectedValueOnce(new Error('no network'));
    await vi.advanceTimersByTimeAsync(8_000);
    expect(errors).toMatchObject([{ code: 'token_failed', temporary: true }]);
    await vi.advanceTimersByTimeAsync(250);
    expect(stage.sent).toMatchObject([{ type: 'auth' }]);
  });

  it('does not happen on a connection that is gone', async () => {
    const token = vi.fn<TokenSource>(() => 't');
    const stage = new Stage({ token });
    await stage.open({ ...welcome, tokenExpiresIn: 10 });
    stage.socket.serverClose(4009);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(token).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that comes too late changes nothing', async () => {
    const late = later<string>();
    const token = vi.fn<TokenSource>().mockReturnValueOnce('t').mockReturnValueOnce(late.promise);
    const stage = new Stage({ token });
    const errors = record<Error>(stage.client, 'error');
    await stage.open({ ...welcome, tokenExpiresIn: 10 });
    await vi.advanceTimersByTimeAsync(8_000);
    stage.client.close();
    late.resolve('new');
    await settle();
    expect(stage.sent).toEqual([]);
    expect(errors).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not happen where a cookie says who we are', async () => {
    const stage = new Stage();
    await stage.open({ ...welcome, tokenExpiresIn: 10 });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(stage.sent).toEqual([]);
  });
});
