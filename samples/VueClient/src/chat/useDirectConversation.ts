import type { Client, DirectMessage, PresentUser, StoredMessage, User } from 'roomsockets';
import type { Outgoing } from 'roomsockets/vue';
import { computed, type Ref, ref, shallowReactive, shallowRef } from 'vue';
import type { Conversation } from './conversation';
import { insert } from './insert';
import { createOutgoing } from './outgoing';

const page = 50;
const none: readonly User[] = [];

/** The messages exchanged with one person. The server joins no room for them: after a reconnect their history is asked for. */
export interface DirectConversation extends Conversation {
  receive(message: DirectMessage): void;
  /** Reads what came while there was no connection. */
  catchUp(): Promise<void>;
}

export interface DirectOptions {
  readonly client: Client;
  readonly userId: string;
  readonly name: Readonly<Ref<string>>;
  readonly present: Readonly<Ref<ReadonlyMap<string, PresentUser>>>;
  heard(message: StoredMessage): void;
}

export function openDirect({ client, userId, name, present, heard }: DirectOptions): DirectConversation {
  const messages = shallowReactive<StoredMessage[]>([]);
  const outgoing = shallowReactive<Outgoing[]>([]);
  const hasOlder = ref(true);
  const latest = ref(0);
  const isOpen = ref(false);
  const isCatchingUp = ref(false);
  const sending = createOutgoing(outgoing, (text, key) => client.direct(userId, text, key ? { key } : {}), (sent) =>
    receive({ ...sent, from: client.user ?? null, at: new Date().toISOString() }));

  function take(message: StoredMessage): void {
    insert(messages, message);
    sending.discard(message.key);
    latest.value = Math.max(latest.value, message.offset);
    isOpen.value = true;
  }

  function receive(message: StoredMessage): void {
    take(message);
    heard(message);
  }

  async function read(range: { before?: number; after?: number; limit: number }): Promise<boolean> {
    const found = await client.history({ to: userId, ...range });
    for (const message of found.messages) {
      latest.value = Math.max(latest.value, message.offset);
      if (!('deleted' in message)) take(message);
    }
    isOpen.value = true;
    return found.more;
  }

  async function loadOlder(): Promise<void> {
    const before = messages[0]?.offset;
    hasOlder.value = await read(before === undefined ? { limit: page } : { before, limit: page });
  }

  async function catchUp(): Promise<void> {
    isCatchingUp.value = isOpen.value;
    try {
      if (latest.value === 0) hasOlder.value = await read({ limit: 1 });
      else while (await read({ after: latest.value, limit: 200 }));
    } finally {
      isCatchingUp.value = false;
    }
  }

  return {
    place: { kind: 'people', id: userId },
    label: name,
    messages, outgoing, hasOlder, isOpen, isCatchingUp, latest,
    gaps: [],
    epoch: ref(''),
    typing: shallowRef(none),
    presence: computed(() => new Map([...present.value].filter(([id]) => id === userId || id === client.user?.id))),
    count: ref(0),
    left: shallowRef(),
    refusal: shallowRef(),
    receive,
    show: () => {},
    send: sending.send,
    retry: sending.retry,
    discard: sending.discard,
    sendTyping: () => {},
    loadOlder, catchUp,
    fill: async () => {},
    close: () => {},
  };
}
