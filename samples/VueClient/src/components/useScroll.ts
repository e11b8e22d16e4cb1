import { nextTick, onMounted, onScopeDispose, type Ref, watch } from 'vue';

const bottomWithin = 48;
const topWithin = 300;

export interface ScrollOptions {
  readonly scroller: Readonly<Ref<HTMLElement | null>>;
  /** Changes whenever rows do. */
  readonly content: () => unknown;
  readonly atBottom: Ref<boolean>;
  /** Whether the first position has been taken; until then nothing is held. */
  readonly isPlaced: Readonly<Ref<boolean>>;
  nearTop(): void;
}

/** Keeps what somebody reads where it is: at the bottom, or where the first visible row stands, whatever comes above or below. */
export function useScroll({ scroller, content, atBottom, isPlaced, nearTop }: ScrollOptions) {
  function measure(): void {
    const box = scroller.value;
    if (!box || !isPlaced.value) return;
    atBottom.value = box.scrollHeight - box.scrollTop - box.clientHeight < bottomWithin;
    if (box.scrollTop < topWithin) nearTop();
  }

  function toBottom(): void {
    if (scroller.value) scroller.value.scrollTop = scroller.value.scrollHeight;
    measure();
  }

  function hold(): () => void {
    const box = scroller.value;
    if (!box || atBottom.value) return toBottom;
    const edge = box.getBoundingClientRect().top;
    // A line of the day moves up to where that day begins, and a group's first message may lose its heading: only the end of a message stays.
    const row = [...box.querySelectorAll('li[tabindex]')].find((one) => one.getBoundingClientRect().bottom > edge);
    const before = row?.getBoundingClientRect().bottom ?? 0;
    return () => {
      if (row?.isConnected) box.scrollTop += row.getBoundingClientRect().bottom - before;
      measure();
    };
  }

  watch(content, () => isPlaced.value && nextTick(hold()), { flush: 'pre' });

  const observer = new ResizeObserver(() => (isPlaced.value && atBottom.value ? toBottom() : measure()));
  onMounted(() => {
    if (scroller.value) for (const element of [scroller.value, ...scroller.value.children]) observer.observe(element);
  });
  onScopeDispose(() => observer.disconnect());
  return { measure, toBottom };
}
