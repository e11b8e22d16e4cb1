import type { PresenceChange, PresentUser } from './protocol.js';

/** Who is in a room: a map of users by id, kept up to date. */
export interface Presence extends ReadonlyMap<string, PresentUser> {
  /** How many are there, also those whom the map does not list: anonymous ones, or all of a large room. */
  readonly count: number;
  /** Whether the map lists the users; false in a room too large for that, and before the room is joined. */
  readonly listed: boolean;
}

/** @internal */
export class PresenceMap extends Map<string, PresentUser> implements Presence {
  count = 0;
  listed = false;

  /** Takes the whole state; without users, only their number is known. */
  replace({ count, users }: { count: number; users?: PresentUser[] }): void {
    this.clear();
    this.listed = users !== undefined;
    this.#add(users, count);
  }

  apply({ joined, left, changed, count }: PresenceChange): void {
    if (!joined && !left && !changed) return this.replace({ count });
    this.listed = true;
    for (const { id } of left ?? []) this.delete(id);
    this.#add([...(joined ?? []), ...(changed ?? [])], count);
  }

  #add(users: PresentUser[] = [], count: number): void {
    for (const user of users) this.set(user.id, user);
    this.count = count;
  }
}
