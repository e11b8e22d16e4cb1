import { computed, type Ref, watch } from 'vue';
import { idOf } from '../chat/conversation';
import type { Chat } from '../chat/useChat';
import { type Entry, useEntries } from '../chat/useEntries';
import { load, save } from '../session/storage';
import { type Place, parse, useRoute } from './route';

const usual: Place = { kind: 'rooms', id: 'lobby' };

/** Which conversation the page shows. Beside the list there is always one; on a small screen the list is a place of its own. */
export function useNavigation(isWide: Readonly<Ref<boolean>>, userId: string) {
  const { place: named, go, replace, leave } = useRoute();
  const key = `place.${userId}`;
  const place = computed<Place | undefined>(() => named.value);
  let list: () => readonly Entry[] = () => [];

  function ensure(): void {
    if (isWide.value && !place.value) replace(parse(load(key) ?? '') ?? usual);
  }

  /** To the next conversation of the list, or the one before; around the ends. */
  function step(by: 1 | -1, unreadOnly: boolean): void {
    const places = list();
    const here = place.value && idOf(place.value);
    const at = places.findIndex((one) => idOf(one.place) === here);
    for (let i = 1; i <= places.length; i++) {
      const next = places[(at + by * i + places.length * 2) % places.length]!;
      if (unreadOnly && (next.unread === 0 || idOf(next.place) === here)) continue;
      return go(next.place);
    }
  }

  /** The order that `step` goes by. */
  function useList(chat: Chat): void {
    const { rooms, directs } = useEntries(chat);
    list = () => [...rooms.value, ...directs.value];
  }

  watch([isWide, place], ensure, { immediate: true });
  watch(place, (to) => to && save(key, location.hash));
  return { place, step, leave, useList };
}
