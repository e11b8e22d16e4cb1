import type { Ack } from './protocol.js';
/** A message on its way; its key is known before the server has it. */
export type Publishing = Promise<Ack> & {
    readonly key: string;
};
