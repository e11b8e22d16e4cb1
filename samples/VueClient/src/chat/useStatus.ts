import type { Client } from 'roomsockets';
import { onScopeDispose } from 'vue';

const awayAfter = 5 * 60_000;
const signs = ['pointerdown', 'keydown', 'visibilitychange', 'focus'] as const;

/** Tells the others `away` when nobody has touched this page for 5 minutes. */
export function useStatus(client: Client): void {
  let status = 'online';
  let timer: ReturnType<typeof setTimeout> | undefined;

  function become(next: string): void {
    if (next === status) return;
    status = next;
    client.setStatus(next).catch(() => {});
  }

  function touched(): void {
    clearTimeout(timer);
    timer = setTimeout(() => become('away'), awayAfter);
    if (!document.hidden) become('online');
  }

  for (const sign of signs) addEventListener(sign, touched, { capture: true, passive: true });
  touched();
  onScopeDispose(() => {
    clearTimeout(timer);
    for (const sign of signs) removeEventListener(sign, touched, { capture: true });
  });
}
