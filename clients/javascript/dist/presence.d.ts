import type { PresentUser } from './protocol.js';
/** Who is in a room: a map of users by id, kept up to date. */
export interface Presence extends ReadonlyMap<string, PresentUser> {
    /** How many are there, also those whom the map does not list: anonymous ones, or all of a large room. */
    readonly count: number;
    /** Whether the map lists the users; false in a room too large for that, and before the room is joined. */
    readonly listed: boolean;
}
