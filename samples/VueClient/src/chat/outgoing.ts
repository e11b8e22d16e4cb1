import type { Publishing, RoomSocketsError } from 'roomsockets';
import type { Outgoing } from 'roomsockets/vue';

export interface Sent {
  readonly key: string;
  readonly data: unknown;
  readonly offset: number;
}

/** Sends, and keeps what is on its way in `items`; `sent` takes over what has arrived. */
export function createOutgoing(items: Outgoing[], publish: (text: string, key?: string) => Publishing, sent: (message: Sent) => void) {
  function put(item: Outgoing): void {
    const index = items.findIndex(({ key }) => key === item.key);
    if (index >= 0) items[index] = item;
    else items.push(item);
  }

  function discard(key: string | undefined): void {
    const index = items.findIndex((item) => item.key === key);
    if (index >= 0) items.splice(index, 1);
  }

  async function send(text: string, earlier?: string): Promise<void> {
    const publishing = publish(text, earlier);
    const { key } = publishing;
    put({ key, data: text, status: 'sending' });
    try {
      const { offset } = await publishing;
      discard(key);
      sent({ key, data: text, offset });
    } catch (error) {
      put({ key, data: text, status: 'failed', error: error as RoomSocketsError });
    }
  }

  /** Under the same key: what did arrive does not come twice. */
  async function retry(key: string): Promise<void> {
    const failed = items.find((item) => item.key === key);
    if (failed) await send(failed.data as string, key);
  }

  return { send: (text: string) => send(text), retry, discard };
}
