import { reactive } from 'vue';
import { loadMap, saveMap } from '../session/storage';
import { type Conversation, idOf } from './conversation';

interface Mark {
  readonly offset: number;
  readonly epoch: string;
}

/** How far this user has read each conversation; kept in this browser. */
export function useReadMarks(userId: string) {
  const key = `read.${userId}`;
  const marks = reactive(loadMap<Mark>(key));

  function readUpTo({ place, epoch }: Conversation): number | undefined {
    const mark = marks.get(idOf(place));
    return mark?.epoch === epoch.value ? mark.offset : undefined;
  }

  function mark(conversation: Conversation, offset: number): void {
    if (offset <= (readUpTo(conversation) ?? -1)) return;
    marks.set(idOf(conversation.place), { offset, epoch: conversation.epoch.value });
    saveMap(key, marks);
  }

  /** What is seen for the first time, or began anew, has nothing unread; except that somebody has written to this user alone. */
  function begin(conversation: Conversation, me: string): void {
    if (readUpTo(conversation) !== undefined) return;
    const last = conversation.messages.at(-1);
    const isForMe = conversation.place.kind === 'people' && last && last.from?.id !== me;
    mark(conversation, conversation.latest.value - (isForMe ? 1 : 0));
  }

  function unread(conversation: Conversation): number {
    const read = readUpTo(conversation);
    return read === undefined ? 0 : Math.max(0, conversation.latest.value - read);
  }

  return { readUpTo, mark, begin, unread };
}

export type ReadMarks = ReturnType<typeof useReadMarks>;
