import { type Ref, shallowRef } from 'vue';
import type { Room, User } from './index.js';

const signalName = 'typing';
const sayAgainAfter = 3_000;
const forgetAfter = 5_000;

/** Who is writing in a room at the moment, and telling the others that we are. */
export class Typing {
  readonly users: Ref<readonly User[]> = shallowRef([]);
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #saidAt = 0;

  /** Begins to listen; the function that comes back ends that. */
  listen(room: Room<any>): () => void {
    const stops = [
      room.on('signal', ({ name, from, data }) => {
        if (name === signalName && from) data === false ? this.#forget(from.id) : this.#add(from);
      }),
      room.on('message', ({ from }) => from && this.#forget(from.id)),
    ];
    return () => {
      for (const stop of stops) stop();
      for (const id of [...this.#timers.keys()]) this.#forget(id);
    };
  }

  /** Tells the others, at most every 3 seconds. */
  say(room: Room<any>): void {
    if (Date.now() - this.#saidAt < sayAgainAfter) return;
    this.#saidAt = Date.now();
    room.signal(signalName, true);
  }

  /** What was being written has been sent; the next key says it anew. */
  sent(): void {
    this.#saidAt = 0;
  }

  #add(user: User): void {
    this.#forget(user.id);
    this.#timers.set(user.id, setTimeout(() => this.#forget(user.id), forgetAfter));
    this.users.value = [...this.users.value, user];
  }

  #forget(id: string): void {
    clearTimeout(this.#timers.get(id));
    if (this.#timers.delete(id)) this.users.value = this.users.value.filter((user) => user.id !== id);
  }
}
