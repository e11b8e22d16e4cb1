import { computed, onScopeDispose, type Ref, ref } from 'vue';

/** Whether somebody looks at this page: it is visible, and has the focus. */
export function useAttention(): Readonly<Ref<boolean>> {
  const visible = ref(!document.hidden);
  const focused = ref(document.hasFocus());
  const stop = new AbortController();
  const { signal } = stop;

  document.addEventListener('visibilitychange', () => (visible.value = !document.hidden), { signal });
  addEventListener('focus', () => (focused.value = true), { signal });
  addEventListener('blur', () => (focused.value = false), { signal });
  onScopeDispose(() => stop.abort());
  return computed(() => visible.value && focused.value);
}
