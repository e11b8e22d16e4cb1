/** Milliseconds to wait before attempt n (from 0): anything up to 0.5 s, 1 s, 2 s … 20 s, so that clients do not come back in step. */
export declare function backoff(attempt: number, random: () => number): number;
