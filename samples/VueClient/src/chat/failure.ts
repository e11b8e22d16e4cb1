import { RoomSocketsError } from 'roomsockets';

const seen = new WeakMap<RoomSocketsError, number>();

/** Why a message was not sent; where it was tried until the time was up, why that was in vain. */
export function reasonOf(error: RoomSocketsError | undefined): RoomSocketsError | undefined {
  return error?.code === 'timeout' && error.cause instanceof RoomSocketsError ? error.cause : error;
}

/** When it makes sense to try again, in milliseconds since 1970, where the server said so. */
export function retryAt(reason: RoomSocketsError | undefined): number | undefined {
  if (reason?.retryAfterMs === undefined) return undefined;
  // The same failure is shown by one component after the other: its wait does not begin anew.
  if (!seen.has(reason)) seen.set(reason, Date.now());
  return seen.get(reason)! + reason.retryAfterMs;
}
