import type { Client, DirectMessage, PresentUser } from 'roomsockets';
import { computed, type Ref, reactive, shallowReactive, watch } from 'vue';
import { en } from '../en';
import { loadMap, saveMap } from '../session/storage';
import type { Directory } from './useDirectory';
import type { Heard } from './conversation';
import { type DirectConversation, openDirect } from './useDirectConversation';

// No server tells which conversations there are; the people of one's rooms are asked for, up to this many.
const mostAsked = 30;

export interface DirectsOptions {
  readonly client: Client;
  readonly directory: Directory;
  readonly me: string;
  readonly present: Readonly<Ref<ReadonlyMap<string, PresentUser>>>;
  readonly heard: Heard;
}

/** The conversations with single people: those that this browser knows, and those that messages have come from. */
export function useDirects({ client, directory, me, present, heard }: DirectsOptions) {
  const key = `people.${me}`;
  const known = reactive(loadMap<string>(key));
  const open = shallowReactive(new Map<string, DirectConversation>());
  const asked = new Set<string>();

  function nameOf(id: string): string {
    return directory.names.value.get(id) ?? present.value.get(id)?.name ?? known.get(id) ?? en.unknownUser(id);
  }

  function get(id: string): DirectConversation {
    const there = open.get(id);
    if (there) return there;
    const name = computed(() => nameOf(id));
    const conversation = openDirect({ client, userId: id, name, present, heard: (message) => heard(conversation, message) });
    open.set(id, conversation);
    remember(id);
    if (client.state === 'connected') conversation.catchUp().catch(() => {});
    return conversation;
  }

  function remember(id: string): void {
    if (known.get(id) === nameOf(id)) return;
    known.set(id, nameOf(id));
    saveMap(key, known);
  }

  function receive(message: DirectMessage): void {
    const other = message.from?.id === me ? message.to : message.from?.id;
    if (other === undefined) return;
    if (message.from && other === message.from.id) known.set(other, message.from.name);
    get(other).receive(message);
  }

  async function discover(): Promise<void> {
    const strangers = [...directory.names.value.keys()].filter((id) => id !== me && !known.has(id) && !asked.has(id));
    for (const id of strangers.slice(0, mostAsked)) {
      asked.add(id);
      const { messages } = await client.history({ to: id, limit: 1 });
      if (messages.length > 0) get(id);
    }
  }

  /** Directs are not recovered by the server: after each connecting their history is. */
  async function catchUp(): Promise<void> {
    asked.clear();
    for (const conversation of open.values()) await conversation.catchUp();
    await discover();
  }

  for (const id of known.keys()) get(id);
  client.on('direct', receive);
  client.on('state', ({ state }) => state === 'connected' && catchUp().catch(() => {}));
  watch(directory.names, () => client.state === 'connected' && discover().catch(() => {}));

  return { open, get, nameOf };
}

export type Directs = ReturnType<typeof useDirects>;
