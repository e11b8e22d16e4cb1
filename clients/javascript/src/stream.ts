import { RoomSocketsError } from './errors.js';

/** What `for await` reads from: keeps items until they are asked for, up to a bound. */
export class Stream<T> implements AsyncIterableIterator<T> {
  readonly #items: T[] = [];
  readonly #readers: ((result: IteratorResult<T>) => void)[] = [];
  readonly #capacity: number;
  readonly #onClose: () => void;
  #closed = false;
  #error: Error | undefined;

  constructor(capacity: number, onClose: () => void) {
    this.#capacity = capacity;
    this.#onClose = onClose;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  push(value: T): void {
    const reader = this.#readers.shift();
    if (reader) reader({ done: false, value });
    else if (this.#items.length < this.#capacity) this.#items.push(value);
    else this.close(new RoomSocketsError('overflow', `The reader is ${this.#capacity} messages behind. Read faster, or raise "buffer".`));
  }

  /** Ends the stream; what is kept can still be read, then comes the end or the error. */
  close(error?: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#error = error;
    this.#onClose();
    for (const reader of this.#readers) reader({ done: true, value: undefined });
  }

  async next(): Promise<IteratorResult<T>> {
    if (this.#items.length > 0) return { done: false, value: this.#items.shift()! };
    const error = this.#error;
    this.#error = undefined;
    if (error) throw error;
    if (this.#closed) return { done: true, value: undefined };
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  async return(): Promise<IteratorResult<T>> {
    this.#items.length = 0;
    this.close();
    return { done: true, value: undefined };
  }
}
