/** A running timer. */
export type Timer = ReturnType<typeof setTimeout>;
/** As `setTimeout`, which fires at once when the time is longer than 24 days; here such a time is cut to that. */
export declare function after(milliseconds: number, action: () => void): Timer;
/** A time that the server gave; nothing where it is none. */
export declare function duration(value: unknown): number | undefined;
