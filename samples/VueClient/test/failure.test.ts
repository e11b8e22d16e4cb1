import { RoomSocketsError } from 'roomsockets';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reasonOf, retryAt } from '../src/chat/failure';

const slow = () => new RoomSocketsError('slow_mode', 'Slow mode.', { temporary: true, retryAfterMs: 5_000 });

describe('reasonOf', () => {
  it('is what stood behind a time that was up', () => {
    const cause = slow();
    expect(reasonOf(new RoomSocketsError('timeout', 'No answer.', { cause }))).toBe(cause);
    expect(reasonOf(new RoomSocketsError('timeout', 'No answer.'))?.code).toBe('timeout');
    expect(reasonOf(cause)).toBe(cause);
    expect(reasonOf(undefined)).toBeUndefined();
  });
});

describe('retryAt', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('does not begin anew when the message is shown again', () => {
    const reason = slow();
    const first = retryAt(reason);
    vi.advanceTimersByTime(2_000);
    expect(retryAt(reason)).toBe(first);
    expect(first).toBe(Date.now() + 3_000);
  });

  it('is absent where the server did not say', () => {
    expect(retryAt(new RoomSocketsError('muted', 'You are muted.'))).toBeUndefined();
  });
});
