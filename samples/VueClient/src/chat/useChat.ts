import type { StoredMessage } from 'roomsockets';
import { useConnection } from 'roomsockets/vue';
import { computed, type InjectionKey, inject, nextTick, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { en } from '../en';
import type { Account } from '../session/api';
import { announce, announceMessage } from '../shell/announcer';
import type { Place } from '../shell/route';
import { type Conversation, idOf, textOf } from './conversation';
import { useDirectory } from './useDirectory';
import { useDirects } from './useDirects';
import { useDrafts } from './useDrafts';
import { useReadMarks } from './useReadMarks';
import { useRooms } from './useRooms';
import { useStatus } from './useStatus';

export interface ChatOptions {
  readonly user: Account;
  readonly place: Readonly<Ref<Place | undefined>>;
  /** Whether somebody looks at the page. */
  readonly attention: Readonly<Ref<boolean>>;
  /** Asked before each connection; fails when the session is over. */
  confirm(): Promise<void>;
}

/** The chat of one user: its connection, its conversations, and how far they have been read. */
export function useChat({ user, place, attention, confirm }: ChatOptions) {
  const me = user.id;
  let isFirst = true;
  const connection = useConnection('/ws', {
    token: async () => {
      // The page has just asked who is there; a reconnect may find another session, or none.
      if (!isFirst) await confirm();
      isFirst = false;
      return null;
    },
  });
  const { client } = connection;
  const drafts = useDrafts(me);
  onScopeDispose(() => all.value.forEach(keepUnsent));
  const directory = useDirectory();
  const marks = useReadMarks(me);
  const rooms = useRooms(client, directory, user.id, heard);
  const present = computed(() => new Map([...rooms.open.values()].flatMap(({ presence }) => [...presence.value])));
  const directs = useDirects({ client, directory, me, present, heard });
  useStatus(client);

  const all = computed<Conversation[]>(() => [...rooms.open.values(), ...directs.open.values()]);
  const active = shallowRef<Conversation>();
  const atBottom = ref(true);
  const isReading = computed(() => attention.value && atBottom.value);
  const unread = computed(() => all.value.reduce((sum, conversation) => sum + marks.unread(conversation), 0));

  function activate(next: Conversation | undefined): void {
    atBottom.value = false;
    active.value = next;
    next?.show();
    if (next) announce(en.announce.entered(next.label.value));
  }

  function settle(conversation: Conversation): void {
    if (!conversation.isOpen.value) return;
    const isRead = conversation === active.value && isReading.value;
    if (isRead) marks.mark(conversation, conversation.latest.value);
    else marks.begin(conversation, me);
  }

  function heard(conversation: Conversation, message: StoredMessage): void {
    if (message.from?.id === me) marks.mark(conversation, message.offset);
    else if (conversation === active.value) announceMessage(message.from?.name ?? en.guest, textOf(message.data));
  }

  // What ends takes nothing along: what was not sent is found in the message box when somebody is back.
  function keepUnsent({ place: at, outgoing }: Conversation): void {
    const texts = [...outgoing.filter(({ status }) => status !== 'sent').map(({ data }) => textOf(data)), drafts.get(idOf(at))];
    if (texts.length > 1) drafts.set(idOf(at), texts.filter(Boolean).join('\n'));
  }

  /** Tries once more to get into a room that is over, or never let one in. */
  async function enterAgain(over: Conversation): Promise<void> {
    keepUnsent(over);
    rooms.drop(over);
    active.value = undefined;
    await nextTick();
    activate(rooms.get(over.place.id, true));
  }

  watch(place, (to) => activate(to && (to.kind === 'rooms' ? rooms.get(to.id, true) : directs.get(to.id))), { immediate: true });
  watch(() => [isReading.value, ...all.value.flatMap(({ latest, isOpen, epoch }) => [latest.value, isOpen.value, epoch.value])],
    () => all.value.forEach(settle), { immediate: true });
  watch(connection.state, (state) => state === 'connected' && directory.reload(), { immediate: true });
  directory.reload();

  return { ...connection, me, user, directory, rooms, directs, marks, drafts, active, atBottom, isReading, unread, present, enterAgain };
}

export type Chat = ReturnType<typeof useChat>;

export const chatKey: InjectionKey<Chat> = Symbol('chat');

export function injectChat(): Chat {
  return inject(chatKey)!;
}
