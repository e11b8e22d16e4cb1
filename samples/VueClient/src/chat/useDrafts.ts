import { reactive } from 'vue';
import { loadMap, save, saveMap } from '../session/storage';

/** What was being written in each conversation; it outlives a reload and an expired session, but not a sign-out. */
export function useDrafts(userId: string) {
  const key = `drafts.${userId}`;
  const drafts = reactive(loadMap<string>(key));
  let isForgotten = false;

  function set(conversation: string, text: string): void {
    if (isForgotten) return;
    if (text) drafts.set(conversation, text);
    else drafts.delete(conversation);
    saveMap(key, drafts);
  }

  /** Whoever signs in next shall not find them. */
  function forget(): void {
    isForgotten = true;
    save(key, undefined);
  }

  return { get: (conversation: string) => drafts.get(conversation) ?? '', set, forget };
}
