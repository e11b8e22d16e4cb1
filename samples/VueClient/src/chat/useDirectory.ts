import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { api, type ListedRoom } from '../session/api';

const every = 60_000;

/** The rooms of the server, and the people in them by id; looked up again now and then while somebody looks at the page. */
export function useDirectory() {
  const rooms = shallowRef<readonly ListedRoom[]>([]);
  const isLoaded = ref(false);
  const hasFailed = ref(false);

  const names = computed(() => new Map(rooms.value.flatMap(({ users }) => users.map(({ id, username }) => [id, username] as const))));

  async function reload(): Promise<void> {
    const answer = await api.rooms().catch(() => undefined);
    hasFailed.value = !answer?.ok;
    if (!answer?.ok) return;
    rooms.value = [...answer.value];
    isLoaded.value = true;
  }

  /** Puts a new room into the list before the server is asked again. */
  function add(room: ListedRoom): void {
    if (!rooms.value.some(({ name }) => name === room.name)) rooms.value = [...rooms.value, room];
  }

  const look = () => {
    if (!document.hidden) reload();
  };
  const timer = setInterval(look, every);
  document.addEventListener('visibilitychange', look);
  onScopeDispose(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  });

  return { rooms, names, isLoaded, hasFailed, reload, add };
}

export type Directory = ReturnType<typeof useDirectory>;
