import { RoomSocketsError } from './errors.js';

/** Bytes of a text in UTF-8. */
export function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The refusal of a frame over which the server would close the connection for good; nothing for one that it takes. */
export function tooBig(bytes: number, most = Infinity): RoomSocketsError | undefined {
  return bytes > most ? new RoomSocketsError('too_big', `The frame has ${bytes} bytes; the server takes ${most}.`) : undefined;
}
