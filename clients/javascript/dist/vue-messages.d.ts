import type { DeletedMessage, Gap, Message, Redaction } from './index.js';
/** The messages of a room as a page shows them: by offset, each once, without deleted ones, and where some are missing. */
export declare class MessageList<Data> {
    #private;
    readonly items: Message<Data>[];
    readonly gaps: Gap[];
    /** Takes messages in any order, such as a page of history. */
    add(messages: readonly (Message<Data> | DeletedMessage)[]): void;
    redact({ offset, data }: Redaction): void;
    /** What was missed has been read, or nobody wants it. */
    close(gap: Gap): void;
    clear(): void;
}
