import { shallowReactive } from 'vue';
import type { Room, RoomSocketsError } from './index.js';

/** A message of our own that has not come back yet: `sent` when the server has it, `failed` when it does not take it. */
export interface Outgoing<Data = unknown> {
  readonly key: string;
  readonly data: Data;
  readonly status: 'sending' | 'sent' | 'failed';
  readonly error?: RoomSocketsError;
  /** Its place, once it is sent. */
  readonly offset?: number;
}

/** What this page has sent to a room and not seen there yet, in the order of sending. */
export class OutgoingList<Data> {
  readonly items: Outgoing<Data>[] = shallowReactive([]);

  /** Publishes, under the key of an earlier attempt if it is one. */
  async send(room: Room<Data>, data: Data, earlier?: string): Promise<void> {
    const publishing = room.publish(data, earlier ? { key: earlier } : {});
    const { key } = publishing;
    this.#put({ key, data, status: 'sending' });
    try {
      const { offset } = await publishing;
      this.#put({ key, data, status: 'sent', offset }, false);
      this.seen(room);
    } catch (error) {
      this.#put({ key, data, status: 'failed', error: error as RoomSocketsError }, false);
    }
  }

  /** Drops those whose place has come by. */
  seen(room: Room<Data>): void {
    const last = room.position?.offset ?? 0;
    for (const { key, offset = Infinity } of [...this.items]) if (offset <= last) this.drop(key);
  }

  drop(key: string | undefined): void {
    const index = this.#find(key);
    if (index >= 0) this.items.splice(index, 1);
  }

  clear(): void {
    this.items.length = 0;
  }

  #find(key: string | undefined): number {
    return this.items.findIndex((item) => item.key === key);
  }

  // An answer may come after the message itself, which has dropped the item: it must not return.
  #put(item: Outgoing<Data>, add = true): void {
    const index = this.#find(item.key);
    if (index >= 0) this.items[index] = item;
    else if (add) this.items.push(item);
  }
}
