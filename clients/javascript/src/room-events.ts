import type { Message, Position, PresenceChange, Signal } from './protocol.js';
import type { Gap } from './timeline.js';

/** Why a room is over. */
export interface Left {
  /** `kicked`, `banned`, `forbidden`, `closed` …; absent when the application itself left. */
  readonly reason?: string;
  /** Until when, ISO 8601, UTC. */
  readonly until?: string;
}

/** A message was deleted; or changed, when there is `data`. */
export interface Redaction {
  readonly offset: number;
  readonly data?: unknown;
}

/** What a room tells. */
export interface RoomEvents<Data = unknown> {
  /** Each message once, in the order of the room. */
  message: Message<Data>;
  /** These messages were missed and cannot be recovered; `history()` may still have them. */
  gap: Gap;
  redacted: Redaction;
  signal: Signal;
  presence: PresenceChange;
  /** The room is open, at first and after each reconnect; what was missed comes next. */
  joined: Position;
  left: Left;
}
