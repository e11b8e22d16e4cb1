import { computed } from 'vue';
import type { Conversation } from './conversation';
import type { Chat } from './useChat';
import { statusOf } from './useEntries';

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface PeopleGroup {
  readonly status: 'online' | 'away' | 'offline';
  readonly people: readonly Person[];
}

const statuses = ['online', 'away', 'offline'] as const;

/** Who belongs to a conversation: those who are there, and members who are not. */
export function usePeople(conversation: Conversation, { directory, directs, me, present, user }: Chat) {
  const { place, presence, count } = conversation;

  const members = computed<Person[]>(() => {
    if (place.kind === 'people') return [{ id: place.id, name: directs.nameOf(place.id) }, { id: me, name: user.username }];
    const room = directory.rooms.value.find(({ name }) => name.normalize() === place.id);
    return (room?.users ?? []).map(({ id, username }) => ({ id, name: username }));
  });
  const here = computed(() => (place.kind === 'people' ? present.value : presence.value));

  const groups = computed<PeopleGroup[]>(() => {
    const all = new Map<string, Person>(members.value.map((one) => [one.id, one]));
    if (place.kind === 'rooms') for (const one of here.value.values()) all.set(one.id, one);
    const sorted = [...all.values()].sort((a, b) => a.name.localeCompare(b.name));
    return statuses
      .map((status) => ({ status, people: sorted.filter(({ id }) => statusOf(here.value.get(id)?.status) === status) }))
      .filter(({ people }) => people.length > 0);
  });

  return {
    groups,
    /** A room can be too large for a list of who is there. */
    isListed: computed(() => place.kind === 'people' || presence.value.size > 0 || count.value === 0),
    guests: computed(() => (place.kind === 'people' || presence.value.size === 0 ? 0 : Math.max(0, count.value - presence.value.size))),
  };
}
