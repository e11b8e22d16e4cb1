/** Why a connection ended. */
export interface Closing {
  /** Of the WebSocket: 1000 to 1015, or one of RoomSockets' own from 4000. */
  readonly code: number;
  readonly reason: string;
}

/** The close code that asks for a fresh token first. */
export const tokenExpired = 4202;

/** Whether the server does not want this client back, or not with these credentials. */
export function isFinal(code: number): boolean {
  return code === 1000 || code === 1008 || (code >= 4000 && code < 4100);
}
