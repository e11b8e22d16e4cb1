import type { State } from 'roomsockets';

export type Banner = 'offline' | 'reconnecting' | 'catchingUp' | undefined;

const patience = 5_000;

export interface Circumstances {
  readonly state: State;
  /** How long there has been no connection, in milliseconds. */
  readonly downFor: number;
  readonly isCatchingUp: boolean;
}

/** What to say of the connection: short breaks, such as a restart of the server, are not worth a word. Pure. */
export function bannerOf({ state, downFor, isCatchingUp }: Circumstances): Banner {
  if (state === 'offline') return 'offline';
  if (state === 'connected') return isCatchingUp ? 'catchingUp' : undefined;
  if (state === 'closed' || downFor < patience) return undefined;
  return 'reconnecting';
}
