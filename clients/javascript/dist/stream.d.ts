/** What `for await` reads from: keeps items until they are asked for, up to a bound. */
export declare class Stream<T> implements AsyncIterableIterator<T> {
    #private;
    constructor(capacity: number, onClose: () => void);
    [Symbol.asyncIterator](): this;
    push(value: T): void;
    /** Ends the stream; what is kept can still be read, then comes the end or the error. */
    close(error?: Error): void;
    next(): Promise<IteratorResult<T>>;
    return(): Promise<IteratorResult<T>>;
}
