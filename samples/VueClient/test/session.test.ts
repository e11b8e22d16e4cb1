import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { faultsOf, useAuthForm } from '../src/session/useAuthForm';
import { useSession } from '../src/session/useSession';
import { load, save } from '../src/session/storage';
import { Host } from './host';
import { run } from './scope';

let host: Host;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  host = new Host();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ann = { username: 'Ann', password: 'secret' };

describe('useSession', () => {
  it('finds the user whom the cookie names', async () => {
    host.signedIn(7);
    const session = run(useSession);
    await session.start();
    expect(session.state.value).toBe('in');
    expect(session.user.value).toEqual({ id: 'user:7', username: 'Ann' });
  });

  it('says that a session has ended, but not that there was none', async () => {
    const session = run(useSession);
    host.signedOut('token_expired');
    await session.start();
    expect([session.state.value, session.end.value]).toEqual(['out', 'ended']);
    host.signedOut();
    await session.start();
    expect([session.state.value, session.end.value]).toEqual(['out', undefined]);
  });

  it('waits for a server that is away, and goes on by itself', async () => {
    const session = run(useSession);
    await session.start();
    expect(session.state.value).toBe('unreachable');
    expect(session.retryAt.value).toBe(Date.now() + 3_000);
    host.signedIn();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(session.state.value).toBe('in');
  });

  it('registers, then signs in', async () => {
    host.signedIn().on('register', { status: 201 }).on('login', {});
    const session = run(useSession);
    expect(await session.enter(ann, true)).toBeUndefined();
    expect(host.asked).toEqual(['/api/register', '/api/login', '/api/me']);
    expect(session.state.value).toBe('in');
  });

  it('gives a refusal back', async () => {
    host.on('register', { status: 400, body: { code: 'name_taken' } });
    const session = run(useSession);
    expect((await session.enter(ann, true))?.value.code).toBe('name_taken');
    expect(host.asked).toEqual(['/api/register']);
  });

  it('explains a browser that keeps no cookies', async () => {
    host.signedOut().on('login', {});
    const session = run(useSession);
    await session.enter(ann, false);
    expect(session.end.value).toBe('cookies');
  });

  it('signs out at once, and tells a server that was away later', async () => {
    host.signedIn();
    const session = run(useSession);
    await session.start();
    host.down();
    await expect(session.leave()).rejects.toThrow();
    expect(session.state.value).toBe('out');
    expect(load('leaving')).toBe('yes');

    // The cookie still lives; the mark hides it.
    host.signedIn();
    const next = run(useSession);
    await next.start();
    expect(next.state.value).toBe('out');
    host.on('logout', { body: 'ok' });
    await next.start();
    expect(load('leaving')).toBeNull();
  });

  it('repeats a sign-out before the next sign-in, so that its answer cannot delete the new cookie', async () => {
    save('leaving', 'yes');
    host.signedIn().on('logout', {}).on('login', {});
    const session = run(useSession);
    await session.enter(ann, false);
    expect(host.asked).toEqual(['/api/logout', '/api/login', '/api/me']);
    expect(session.state.value).toBe('in');
  });

  it('notices before a reconnect that the session is over, or another one', async () => {
    host.signedIn();
    const session = run(useSession);
    await session.start();
    await session.confirm();
    host.signedIn(2, 'Bob');
    await expect(session.confirm()).rejects.toThrow();
    expect(session.user.value?.username).toBe('Bob');
    host.signedOut('token_invalid');
    await expect(session.confirm()).rejects.toThrow();
    expect([session.state.value, session.end.value]).toEqual(['out', 'ended']);
  });

  it('keeps the user while the server is away', async () => {
    host.signedIn();
    const session = run(useSession);
    await session.start();
    host.on('me', { status: 503, body: { code: 'store_unavailable' } });
    await expect(session.confirm()).rejects.toThrow();
    host.down();
    await expect(session.confirm()).rejects.toThrow();
    expect(session.state.value).toBe('in');
  });
});

describe('useAuthForm', () => {
  it('asks for what is missing before it asks the server', async () => {
    const form = run(() => useAuthForm(useSession()));
    expect(await form.submit()).toBe('username');
    expect(form.faults.value).toHaveProperty('password');
    expect(host.asked).toEqual([]);
  });

  it('counts down before it may be tried again', async () => {
    host.on('login', { status: 429, body: { code: 'too_many_attempts' }, headers: { 'retry-after': '7' } });
    const form = run(() => useAuthForm(useSession()));
    Object.assign(form.who, ann);
    await form.submit();
    expect(form.wait.value).toBe(7);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(form.wait.value).toBe(4);
    await form.submit();
    expect(host.asked.length).toBe(1);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(form.wait.value).toBe(0);
  });

  it('says that the server cannot be reached', async () => {
    const form = run(() => useAuthForm(useSession()));
    Object.assign(form.who, ann);
    expect(await form.submit()).toBe('password');
    expect(form.faults.value.form).toContain('cannot be reached');
    expect(form.isBusy.value).toBe(false);
  });

  it('puts refusals where they belong', () => {
    const refusal = (status: number, code: string) => faultsOf({ ok: false, status, value: { code, detail: 'detail' }, retryAt: undefined });
    expect(refusal(400, 'name_taken')).toEqual({ username: 'This name is taken. Choose another one.' });
    expect(refusal(400, 'password_too_short')).toEqual({ password: 'detail' });
    expect(refusal(401, 'bad_credentials')).toEqual({ form: 'User name or password is wrong.' });
    expect(refusal(503, '__proto__')).toEqual({ form: 'detail' });
  });
});
