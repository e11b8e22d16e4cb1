import { onScopeDispose, type Ref, ref } from 'vue';

/** Whether a media query holds. */
export function useMedia(query: string): Readonly<Ref<boolean>> {
  const list = matchMedia(query);
  const holds = ref(list.matches);
  const changed = () => (holds.value = list.matches);
  list.addEventListener('change', changed);
  onScopeDispose(() => list.removeEventListener('change', changed));
  return holds;
}
