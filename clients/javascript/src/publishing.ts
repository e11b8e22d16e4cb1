import type { Ack, AnswerFrame } from './protocol.js';

/** A message on its way; its key is known before the server has it. */
export type Publishing = Promise<Ack> & { readonly key: string };

/** @internal */
export function publishing(key: string, answer: Promise<AnswerFrame>): Publishing {
  const ack = answer.then(({ offset, duplicate }) => ({ offset: offset!, duplicate: duplicate ?? false }));
  return Object.assign(ack, { key });
}
