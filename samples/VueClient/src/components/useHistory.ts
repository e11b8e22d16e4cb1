import { computed, ref, watch } from 'vue';
import type { Conversation } from '../chat/conversation';

const enough = 30;

/** Reads a conversation's past: the newest page at first, older ones on demand. */
export function useHistory({ messages, hasOlder, isOpen, loadOlder }: Conversation) {
  const isReady = ref(false);
  const isLoading = ref(false);
  const hasFailed = ref(false);

  async function load(): Promise<void> {
    if (isLoading.value || !hasOlder.value || !isOpen.value) return;
    isLoading.value = true;
    hasFailed.value = false;
    try {
      await loadOlder();
    } catch {
      hasFailed.value = true;
    } finally {
      isLoading.value = false;
      isReady.value = true;
    }
  }

  function begin(): void {
    if (!isOpen.value || isReady.value) return;
    if (messages.length < enough && hasOlder.value) load();
    else isReady.value = true;
  }

  watch(isOpen, begin, { immediate: true });
  return {
    isReady, isLoading, hasFailed, load,
    isBeginning: computed(() => isReady.value && !hasOlder.value),
    /** Not by itself after a failure: then somebody has to ask. */
    loadQuietly: () => void (hasFailed.value || load()),
  };
}
