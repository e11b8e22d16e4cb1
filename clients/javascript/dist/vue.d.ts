export { type Connection, useConnection } from './vue-connection.js';
export type { Outgoing } from './vue-outgoing.js';
export { type RoomView, useRoom, type UseRoomOptions } from './vue-room.js';
