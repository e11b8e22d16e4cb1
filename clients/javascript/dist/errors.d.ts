/** The server's codes, and those of the client itself: the last line. */
export type ErrorCode = 'bad_json' | 'bad_frame' | 'unknown_type' | 'not_joined' | 'forbidden' | 'banned' | 'muted' | 'slow_mode' | 'rate_limited' | 'invalid' | 'too_big' | 'too_many_rooms' | 'bad_room_name' | 'no_such_room' | 'rejected' | 'overloaded' | 'store_unavailable' | 'token_invalid' | 'token_expired' | 'timeout' | 'queue_full' | 'closed' | 'left' | 'overflow' | 'connect_failed' | 'token_failed' | (string & {});
/** What else is known of an error. */
export interface ErrorDetails {
    readonly temporary?: boolean;
    readonly retryAfterMs?: number;
    readonly field?: string;
    readonly room?: string;
    readonly cause?: unknown;
}
/** A refusal by the server, or something that the client gave up. */
export declare class RoomSocketsError extends Error {
    readonly code: ErrorCode;
    readonly name = "RoomSocketsError";
    /** Whether the same may succeed later. */
    readonly temporary: boolean;
    /** How long to wait before that, where the server said so. */
    readonly retryAfterMs: number | undefined;
    /** Which field of the frame was wrong, with `invalid`. */
    readonly field: string | undefined;
    readonly room: string | undefined;
    constructor(code: ErrorCode, message: string, details?: ErrorDetails);
}
