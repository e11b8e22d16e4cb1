import { shallowReactive } from 'vue';
import type { DeletedMessage, Gap, Message, Redaction } from './index.js';

/** The messages of a room as a page shows them: by offset, each once, without deleted ones, and where some are missing. */
export class MessageList<Data> {
  readonly items: Message<Data>[] = shallowReactive([]);
  readonly gaps: Gap[] = shallowReactive([]);

  /** Takes messages in any order, such as a page of history. */
  add(messages: readonly (Message<Data> | DeletedMessage)[]): void {
    for (const message of messages) if (!('deleted' in message)) this.#insert(message);
  }

  redact({ offset, data }: Redaction): void {
    const index = this.items.findIndex((item) => item.offset === offset);
    if (index < 0) return;
    if (data === undefined) this.items.splice(index, 1);
    else this.items[index] = { ...this.items[index]!, data: data as Data };
  }

  /** What was missed has been read, or nobody wants it. */
  close(gap: Gap): void {
    const index = this.gaps.indexOf(gap);
    if (index >= 0) this.gaps.splice(index, 1);
  }

  clear(): void {
    this.items.length = 0;
    this.gaps.length = 0;
  }

  // Nearly always at the end.
  #insert(message: Message<Data>): void {
    let index = this.items.length;
    while (index > 0 && this.items[index - 1]!.offset > message.offset) index--;
    if (this.items[index - 1]?.offset !== message.offset) this.items.splice(index, 0, message);
  }
}
