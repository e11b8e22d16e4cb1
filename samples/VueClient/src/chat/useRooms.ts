import type { Client } from 'roomsockets';
import { onScopeDispose, shallowReactive, watch } from 'vue';
import type { Conversation, Heard } from './conversation';
import type { Directory } from './useDirectory';
import { openRoom } from './useRoomConversation';

// The server bounds how many rooms a connection may join; those that are opened by hand need a place, too.
const most = 50;

/** The rooms that are joined: those that the user belongs to, and those that were opened. */
export function useRooms(client: Client, directory: Directory, userId: string, heard: Heard) {
  const open = shallowReactive(new Map<string, Conversation>());

  function get(name: string, isWatched: boolean): Conversation {
    const key = name.normalize();
    const known = open.get(key);
    if (known) return known;
    const conversation = openRoom(client, key, { isWatched, heard: (message) => heard(conversation, message) });
    open.set(key, conversation);
    return conversation;
  }

  /** Forgets one that is over, so that it can be entered anew. */
  function drop(conversation: Conversation): void {
    conversation.close();
    open.delete(conversation.place.id);
  }

  watch(directory.rooms, (rooms) => {
    const mine = rooms.filter(({ users }) => users.some(({ id }) => id === userId));
    for (const { name } of mine.slice(0, Math.max(0, most - open.size))) get(name, false);
  });

  onScopeDispose(() => {
    for (const conversation of open.values()) conversation.close();
  });

  return { open, get, drop };
}

export type Rooms = ReturnType<typeof useRooms>;
