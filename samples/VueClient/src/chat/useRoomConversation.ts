import type { Client, Gap, StoredMessage } from 'roomsockets';
import { useRoom } from 'roomsockets/vue';
import { computed, effectScope, onScopeDispose, ref } from 'vue';
import { en } from '../en';
import { showToast } from '../shell/toast';
import { type Conversation, textOf } from './conversation';

const largestFill = 2_000;

export interface RoomOptions {
  /** Whether somebody looks at it from the beginning. */
  readonly isWatched: boolean;
  heard(message: StoredMessage): void;
}

/** A room that stays joined, whether somebody looks at it or not, so that its unread messages can be counted. */
export function openRoom(client: Client, name: string, { heard, isWatched }: RoomOptions): Conversation {
  const scope = effectScope(true);
  const conversation = scope.run(() => useRoomConversation(client, name, { heard, isWatched }))!;
  return { ...conversation, close: () => scope.stop() };
}

function useRoomConversation(client: Client, name: string, { heard, isWatched }: RoomOptions): Omit<Conversation, 'close'> {
  const view = useRoom(client, name, { history: 0, presence: isWatched });
  const room = view.room.value;
  const latest = ref(0);
  const epoch = ref('');
  const isOpen = ref(false);

  function advance(): void {
    latest.value = room.position?.offset ?? 0;
    epoch.value = room.position?.epoch ?? '';
    isOpen.value = room.position !== undefined;
  }

  // What is missing after a long absence is read from history at once; only what that does not give is shown as a gap.
  function mend(gap: Gap): void {
    if (!gap.restarted && gap.to - gap.from < largestFill) view.fill(gap).catch(() => {});
  }

  const stops = [
    room.on('joined', advance),
    room.on('message', (message) => {
      advance();
      heard(message);
    }),
    room.on('gap', mend),
    room.on('signal', ({ name: signal, data }) => signal === 'notice' && showToast(textOf(data))),
  ];
  onScopeDispose(() => {
    for (const stop of stops) stop();
  });

  return {
    place: { kind: 'rooms', id: name },
    label: computed(() => en.room.label(name)),
    messages: view.messages,
    outgoing: view.outgoing,
    gaps: view.gaps,
    hasOlder: view.hasOlder,
    typing: view.typing,
    presence: view.presence,
    count: view.count,
    isOpen, latest, epoch,
    isCatchingUp: computed(() => isOpen.value && view.state.value === 'joining'),
    left: view.left,
    refusal: view.error,
    // Who was sent away does not come back by looking: `join` would enter anew.
    show: () => void (room.state !== 'left' && client.join(name, { presence: true })),
    send: view.send,
    retry: view.retry,
    discard: view.discard,
    sendTyping: view.sendTyping,
    loadOlder: () => view.loadOlder(),
    fill: view.fill,
  };
}
