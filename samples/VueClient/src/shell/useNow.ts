import { onScopeDispose, type Ref, ref, watch } from 'vue';

/** The time in milliseconds since 1970, refreshed while `running`. */
export function useNow(running: () => boolean, every = 250): Readonly<Ref<number>> {
  const now = ref(Date.now());
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => clearInterval(timer);

  watch(running, (isRunning) => {
    stop();
    now.value = Date.now();
    if (isRunning) timer = setInterval(() => (now.value = Date.now()), every);
  }, { immediate: true });
  onScopeDispose(stop);
  return now;
}

/** Whole seconds until then, at least 0. */
export function secondsUntil(then: number | undefined, now: number): number {
  return then === undefined ? 0 : Math.max(0, Math.ceil((then - now) / 1_000));
}
