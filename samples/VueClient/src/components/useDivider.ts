import { type Ref, watch } from 'vue';
import type { Conversation } from '../chat/conversation';
import type { ReadMarks } from '../chat/useReadMarks';

/** Where the new messages begin: set when the first one comes that nobody reads at once, and there to stay until one answers. */
export function useDivider(conversation: Conversation, marks: ReadMarks, divider: Ref<number | undefined>): void {
  watch(() => marks.unread(conversation), (now, before) => {
    if (now > 0 && !before) divider.value = marks.readUpTo(conversation);
  }, { immediate: true });
}
