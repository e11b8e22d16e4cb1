export type { Client, ClientEvents } from './client.js';
export type { Closing } from './closing.js';
export { connect } from './connect.js';
export type { WebSocketConstructor, WebSocketLike } from './connection.js';
export { type ErrorCode, type ErrorDetails, RoomSocketsError } from './errors.js';
export type { State, StateChange } from './link.js';
export type { ConnectOptions, JoinOptions, TokenRequest, TokenSource } from './options.js';
export type { OutboxOptions } from './outbox.js';
export type { Presence } from './presence.js';
export type {
  AbsentUser, Ack, DeletedMessage, DirectMessage, HistoryPage, HistoryRange, Limits, Message, Position, PresenceChange, PresentUser, Signal,
  StoredMessage, User,
} from './protocol.js';
export type { Publishing } from './publishing.js';
export type { PublishOptions, Room, RoomState } from './room.js';
export type { Left, Redaction, RoomEvents } from './room-events.js';
export type { Gap } from './timeline.js';
