import { RoomSocketsError } from './errors.js';
/** Bytes of a text in UTF-8. */
export declare function sizeOf(text: string): number;
/** The refusal of a frame over which the server would close the connection for good; nothing for one that it takes. */
export declare function tooBig(bytes: number, most?: number): RoomSocketsError | undefined;
