import { computed } from 'vue';
import type { Place } from '../shell/route';
import { type Conversation, idOf } from './conversation';
import type { Chat } from './useChat';

/** One line of the list of rooms and people. */
export interface Entry {
  readonly id: string;
  readonly place: Place;
  readonly name: string;
  readonly unread: number;
  readonly status?: 'online' | 'away' | 'offline';
}

type Source = Pick<Chat, 'rooms' | 'directs' | 'directory' | 'marks' | 'present'>;

/** All conversations in the order in which they are listed. */
export function useEntries({ rooms, directs, directory, marks, present }: Source) {
  function entry(place: Place, name: string, conversation: Conversation | undefined): Entry {
    return { id: idOf(place), place, name, unread: conversation ? marks.unread(conversation) : 0 };
  }

  return {
    rooms: computed(() => {
      const opened = [...rooms.open].filter(([, { refusal }]) => !refusal.value).map(([name]) => name);
      const names = new Set([...directory.rooms.value.map(({ name }) => name), ...opened]);
      return [...names].map((id) => entry({ kind: 'rooms', id }, id, rooms.open.get(id)));
    }),
    directs: computed(() => [...directs.open].map(([id, conversation]): Entry => ({
      ...entry({ kind: 'people', id }, directs.nameOf(id), conversation),
      status: statusOf(present.value.get(id)?.status),
    }))),
  };
}

/** Applications may have words of their own for a status; whoever is there at all is online, unless away. */
export function statusOf(status: string | undefined): 'online' | 'away' | 'offline' {
  if (status === undefined) return 'offline';
  return status === 'away' ? 'away' : 'online';
}
