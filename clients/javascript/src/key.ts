let last = 0;

/** A key for a message: later ones sort after earlier ones, and nobody can guess it. */
export function newKey(): string {
  // Several within one millisecond, or a clock that was set back, still ascend.
  last = Math.max(Date.now(), last + 1);
  const random = crypto.getRandomValues(new Uint8Array(16));
  return last.toString(36).padStart(9, '0') + Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
