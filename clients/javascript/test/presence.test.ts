import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import type { PresenceChange } from '../src/index.js';
import { PresenceMap } from '../src/presence.js';
import { record, Stage } from './fake-socket.js';

const user = (id: string, more: object = {}) => ({ id, name: `Name of ${id}`, devices: 1, status: 'online', ...more });
let presence: PresenceMap;
beforeEach(() => {
  presence = new PresenceMap();
  presence.replace({ count: 3, users: [user('a'), user('b')] });
});

describe('presence', () => {
  it('begins with all users, and a count that may be higher', () => {
    expect([...presence.keys()]).toEqual(['a', 'b']);
    expect(presence).toMatchObject({ count: 3, listed: true });
  });

  it('takes whole users', () => {
    presence.apply({ joined: [user('c')], changed: [user('a', { status: 'away' }), user('d')], left: [{ id: 'b', name: 'b' }], count: 4 });
    expect([...presence.keys()].toSorted()).toEqual(['a', 'c', 'd']);
    expect(presence.get('a')).toEqual(user('a', { status: 'away' }));
    expect(presence.count).toBe(4);
  });

  it('takes a user who joined again before it was told of the leaving', () => {
    presence.apply({ left: [{ id: 'a', name: 'a' }], joined: [user('a', { devices: 2 })], count: 2 });
    expect(presence.get('a')).toMatchObject({ devices: 2 });
  });

  it('knows nobody once there is only a count, and everybody when they are listed again', () => {
    presence.apply({ count: 5_000 });
    expect(presence).toMatchObject({ size: 0, count: 5_000, listed: false });
    presence.apply({ joined: [user('x'), user('y')], count: 2 });
    expect(presence).toMatchObject({ size: 2, count: 2, listed: true });
  });

  it('knows nobody in a room that is large from the start', () => {
    presence.replace({ count: 9_000 });
    expect(presence).toMatchObject({ size: 0, count: 9_000, listed: false });
  });

  it('is not harmed by hostile ids', () => {
    const hostile = JSON.parse('{"joined":[{"id":"__proto__","name":"constructor","devices":1,"status":"__proto__","__proto__":{"x":1}}],"count":3}');
    presence.apply(hostile);
    expect(presence.get('__proto__')).toMatchObject({ name: 'constructor' });
    presence.apply({ left: [{ id: '__proto__', name: '' }, { id: 'toString', name: '' }], count: 2 });
    expect(presence.has('__proto__')).toBe(false);
    expect(({} as any).x).toBeUndefined();
  });
});

describe('presence of a room', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is told with the join, with each change, and anew after a reconnect', async () => {
    const stage = new Stage();
    await stage.open();
    const room = stage.client.join('lobby', { presence: true });
    const changes = record<PresenceChange>(room, 'presence');
    stage.answer({ offset: 0, presence: { count: 1, users: [user('a')] } });
    stage.socket.receive({ type: 'presence', room: 'lobby', joined: [user('b')], count: 2 });
    expect([...room.presence.keys()]).toEqual(['a', 'b']);
    await stage.reconnect();
    expect([...room.presence.keys()]).toEqual(['a', 'b']);
    stage.answer({ offset: 0, recovered: true, presence: { count: 1, users: [user('c')] } });
    expect([...room.presence.keys()]).toEqual(['c']);
    expect(changes).toMatchObject([{ joined: [{ id: 'a' }], count: 1 }, { joined: [{ id: 'b' }], count: 2 }, { joined: [{ id: 'c' }], count: 1 }]);
    stage.client.close();
  });
});
