/** Why a connection ended. */
export interface Closing {
    /** Of the WebSocket: 1000 to 1015, or one of RoomSockets' own from 4000. */
    readonly code: number;
    readonly reason: string;
}
/** The close code that asks for a fresh token first. */
export declare const tokenExpired = 4202;
/** Whether the server does not want this client back, or not with these credentials. */
export declare function isFinal(code: number): boolean;
