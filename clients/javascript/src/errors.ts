import type { ErrorFrame } from './protocol.js';
import { duration } from './timer.js';

/** The server's codes, and those of the client itself: the last line. */
export type ErrorCode =
  | 'bad_json' | 'bad_frame' | 'unknown_type' | 'not_joined' | 'forbidden' | 'banned' | 'muted' | 'slow_mode'
  | 'rate_limited' | 'invalid' | 'too_big' | 'too_many_rooms' | 'bad_room_name' | 'no_such_room' | 'rejected' | 'overloaded'
  | 'store_unavailable' | 'token_invalid' | 'token_expired'
  | 'timeout' | 'queue_full' | 'closed' | 'left' | 'overflow' | 'connect_failed' | 'token_failed'
  | (string & {});

/** What else is known of an error. */
export interface ErrorDetails {
  readonly temporary?: boolean;
  readonly retryAfterMs?: number;
  readonly field?: string;
  readonly room?: string;
  readonly cause?: unknown;
}

/** A refusal by the server, or something that the client gave up. */
export class RoomSocketsError extends Error {
  override readonly name = 'RoomSocketsError';
  /** Whether the same may succeed later. */
  readonly temporary: boolean;
  /** How long to wait before that, where the server said so. */
  readonly retryAfterMs: number | undefined;
  /** Which field of the frame was wrong, with `invalid`. */
  readonly field: string | undefined;
  readonly room: string | undefined;

  constructor(readonly code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.temporary = details.temporary ?? false;
    this.retryAfterMs = duration(details.retryAfterMs);
    this.field = details.field;
    this.room = details.room;
  }

  /** @internal */
  static of(frame: ErrorFrame): RoomSocketsError {
    return new RoomSocketsError(frame.code, frame.message ?? frame.code, frame);
  }
}
