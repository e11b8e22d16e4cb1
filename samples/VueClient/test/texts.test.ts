import { describe, expect, it } from 'vitest';
import { initialsOf, hueOf } from '../src/components/avatar';
import { dayName } from '../src/components/times';
import { bytesLeft } from '../src/chat/size';
import { en } from '../src/en';
import { bannerOf } from '../src/shell/banner';
import { address, parse } from '../src/shell/route';
import { secondsUntil } from '../src/shell/useNow';

describe('en', () => {
  it('says who is typing', () => {
    expect(en.typing(['Ann'])).toBe('Ann is typing');
    expect(en.typing(['Ann', 'Bob'])).toBe('Ann and Bob are typing');
    expect(en.typing(['Ann', 'Bob', 'Eve'])).toBe('Ann and 2 others are typing');
  });

  it('puts the unread messages into the title', () => {
    expect(en.title(3)).toBe('(3) RoomSockets');
    expect(en.title(0)).toBe('RoomSockets');
  });

  it('counts', () => {
    expect(en.rooms.unread(1)).toBe('1 unread message');
    expect(en.rooms.badge(100)).toBe('99+');
  });

  it('says long waits as a clock does', () => {
    expect(en.auth.wait(59)).toBe('Wait 59 s');
    expect(en.messages.retryIn(605)).toBe('Retry in 10:05');
  });

  it('has no texts for names that objects have by themselves', () => {
    expect(en.auth.refusals.get('__proto__')).toBeUndefined();
  });
});

describe('places', () => {
  it('survive the address, whatever they are called', () => {
    for (const id of ['lobby', 'a/b', 'ä ö?#%', '__proto__', '#', '%']) {
      expect(parse(address({ kind: 'rooms', id }))).toEqual({ kind: 'rooms', id });
      expect(parse(address({ kind: 'people', id }))).toEqual({ kind: 'people', id });
    }
  });

  it('are rooms when only a name is given, and nothing at home', () => {
    expect(parse('#lobby')).toEqual({ kind: 'rooms', id: 'lobby' });
    expect(parse('')).toBeUndefined();
    expect(parse('#/')).toBeUndefined();
    expect(parse('#/elsewhere/x')).toBeUndefined();
  });
});

describe('bannerOf', () => {
  const circumstances = { downFor: 0, isCatchingUp: false };

  it('is silent about short breaks', () => {
    expect(bannerOf({ ...circumstances, state: 'reconnecting', downFor: 4_999 })).toBeUndefined();
    expect(bannerOf({ ...circumstances, state: 'reconnecting', downFor: 5_000 })).toBe('reconnecting');
    expect(bannerOf({ ...circumstances, state: 'connecting', downFor: 5_000 })).toBe('reconnecting');
  });

  it('says at once that the device is offline', () => {
    expect(bannerOf({ ...circumstances, state: 'offline' })).toBe('offline');
  });

  it('tells that messages are being fetched', () => {
    expect(bannerOf({ ...circumstances, state: 'connected', isCatchingUp: true })).toBe('catchingUp');
    expect(bannerOf({ ...circumstances, state: 'connected' })).toBeUndefined();
  });
});

describe('bytesLeft', () => {
  it('is silent while there is plenty', () => {
    expect(bytesLeft('x'.repeat(50_000), 65_536)).toBeUndefined();
    expect(bytesLeft('x'.repeat(1_000_000), undefined)).toBeUndefined();
  });

  it('counts bytes as they are sent', () => {
    expect(bytesLeft('x'.repeat(65_000), 65_536)).toBe(65_536 - 400 - 65_002);
    expect(bytesLeft('ü'.repeat(33_000), 65_536)).toBeLessThan(0);
    expect(bytesLeft('"'.repeat(33_000), 65_536)).toBeLessThan(0);
  });
});

describe('avatars', () => {
  it('have the first signs of two words', () => {
    expect(initialsOf('ann archer')).toBe('AA');
    expect(initialsOf('👩‍🚀 eve')).toBe('👩‍🚀E');
    expect(initialsOf('  ')).toBe('');
  });

  it('have one of eight colours', () => {
    for (let i = 0; i < 200; i++) expect([0, 1, 2, 3, 4, 5, 6, 7]).toContain(hueOf(`user:${i}`));
  });
});

describe('times', () => {
  it('speak of days as people do', () => {
    const now = new Date(2026, 2, 1, 9);
    expect(dayName(new Date(2026, 2, 1, 0), now)).toBe('Today');
    expect(dayName(new Date(2026, 1, 28, 23), now)).toBe('Yesterday');
    expect(dayName(new Date(2026, 1, 27), now)).toContain('27');
    expect(dayName(new Date(2025, 2, 1), now)).toContain('2025');
  });

  it('count down to 0', () => {
    expect(secondsUntil(3_400, 1_000)).toBe(3);
    expect(secondsUntil(500, 1_000)).toBe(0);
    expect(secondsUntil(undefined, 1_000)).toBe(0);
  });
});
