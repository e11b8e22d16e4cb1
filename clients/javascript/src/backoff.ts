/** Milliseconds to wait before attempt n (from 0): anything up to 0.5 s, 1 s, 2 s … 20 s, so that clients do not come back in step. */
export function backoff(attempt: number, random: () => number): number {
  return random() * Math.min(20_000, 500 * 2 ** attempt);
}
