import { nextTick, type Ref, ref } from 'vue';

/** One stop for the Tab key in a list whose items the arrow keys walk through. */
export function useRoving(keys: () => readonly string[], list: Readonly<Ref<HTMLElement | null>>) {
  const chosen = ref<string>();

  /** The newest, until another one is chosen. */
  function current(): string | undefined {
    const all = keys();
    return chosen.value !== undefined && all.includes(chosen.value) ? chosen.value : all.at(-1);
  }

  async function move(to: number): Promise<void> {
    const all = keys();
    chosen.value = all[Math.max(0, Math.min(all.length - 1, to))];
    await nextTick();
    const item = list.value?.querySelector<HTMLElement>('li[tabindex="0"]');
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: 'nearest' });
  }

  function walk(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || (event.target as HTMLElement).localName !== 'li') return;
    const at = keys().indexOf(current() ?? '');
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: Infinity }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  }

  return { current, walk, choose: (key: string) => (chosen.value = key) };
}
