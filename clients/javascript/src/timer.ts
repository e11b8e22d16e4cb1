/** A running timer. */
export type Timer = ReturnType<typeof setTimeout>;

/** As `setTimeout`, which fires at once when the time is longer than 24 days; here such a time is cut to that. */
export function after(milliseconds: number, action: () => void): Timer {
  return setTimeout(action, Math.min(milliseconds, 2 ** 31 - 1));
}

/** A time that the server gave; nothing where it is none. */
export function duration(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}
