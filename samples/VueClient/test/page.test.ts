import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, ref, shallowReactive } from 'vue';
import type { Conversation } from '../src/chat/conversation';
import { useReadMarks } from '../src/chat/useReadMarks';
import { useDivider } from '../src/components/useDivider';
import { useHistory } from '../src/components/useHistory';
import { useRoving } from '../src/components/useRoving';
import { announce, announcement, announceMessage } from '../src/shell/announcer';
import { useRoute } from '../src/shell/route';
import { useShortcuts } from '../src/shell/useShortcuts';
import { loadMap, saveMap } from '../src/session/storage';
import { run } from './scope';

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  location.hash = '';
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

function conversation(more: Partial<Conversation> = {}): Conversation {
  return {
    place: { kind: 'rooms', id: 'lobby' }, messages: shallowReactive([]), hasOlder: ref(true), isOpen: ref(true), latest: ref(10), epoch: ref('e'),
    loadOlder: async () => {}, ...more,
  } as Conversation;
}

describe('useReadMarks', () => {
  it('has nothing unread in a room that is new', () => {
    const marks = useReadMarks('1');
    const room = conversation();
    marks.begin(room, '1');
    expect([marks.readUpTo(room), marks.unread(room)]).toEqual([10, 0]);
  });

  it('never goes back, except when the offsets have started again', () => {
    const marks = useReadMarks('1');
    const epoch = ref('e');
    const room = conversation({ epoch });
    marks.mark(room, 10);
    marks.mark(room, 4);
    expect(marks.readUpTo(room)).toBe(10);
    epoch.value = 'f';
    expect(marks.readUpTo(room)).toBeUndefined();
    marks.mark(room, 4);
    expect(marks.readUpTo(room)).toBe(4);
  });

  it('belongs to one user', () => {
    useReadMarks('1').mark(conversation(), 5);
    expect(useReadMarks('1').readUpTo(conversation())).toBe(5);
    expect(useReadMarks('2').readUpTo(conversation())).toBeUndefined();
  });
});

describe('useDivider', () => {
  it('stands before the first message that nobody read at once, until the next such one', async () => {
    const marks = useReadMarks('1');
    const latest = ref(10);
    const room = conversation({ latest });
    const divider = ref<number>();
    marks.mark(room, 10);
    run(() => useDivider(room, marks, divider));
    expect(divider.value).toBeUndefined();
    latest.value = 12;
    await nextTick();
    expect(divider.value).toBe(10);
    marks.mark(room, 12);
    await nextTick();
    expect(divider.value).toBe(10);
    latest.value = 13;
    await nextTick();
    expect(divider.value).toBe(12);
  });

  it('does not come up for what is read as it arrives', async () => {
    const marks = useReadMarks('1');
    const latest = ref(10);
    const room = conversation({ latest });
    const divider = ref<number>();
    marks.mark(room, 10);
    run(() => useDivider(room, marks, divider));
    latest.value = 11;
    marks.mark(room, 11);
    await nextTick();
    expect(divider.value).toBeUndefined();
  });
});

describe('useHistory', () => {
  it('asks again only when somebody wants it after a failure', async () => {
    const loadOlder = vi.fn(async () => {
      throw new Error('timeout');
    });
    const history = run(() => useHistory(conversation({ loadOlder })));
    await vi.advanceTimersByTimeAsync(0);
    expect([history.isReady.value, history.hasFailed.value]).toEqual([true, true]);
    history.loadQuietly();
    expect(loadOlder).toHaveBeenCalledOnce();
    history.load();
    expect(loadOlder).toHaveBeenCalledTimes(2);
  });

  it('asks one thing at a time, and ends at the beginning', async () => {
    const hasOlder = ref(true);
    const loadOlder = vi.fn(async () => {
      hasOlder.value = false;
    });
    const history = run(() => useHistory(conversation({ loadOlder, hasOlder })));
    await Promise.all([history.load(), history.load()]);
    await history.load();
    expect(loadOlder).toHaveBeenCalledOnce();
    expect(history.isBeginning.value).toBe(true);
  });
});

describe('useRoving', () => {
  it('has one stop, the newest at first, and walks with the keys', async () => {
    const list = document.createElement('ol');
    const item = list.appendChild(document.createElement('li'));
    const roving = useRoving(() => ['a', 'b', 'c'], ref(list));
    item.addEventListener('keydown', roving.walk);
    const type = (key: string) => item.dispatchEvent(new KeyboardEvent('keydown', { key }));
    expect(roving.current()).toBe('c');
    for (const [key, expected] of [['ArrowUp', 'b'], ['Home', 'a'], ['ArrowUp', 'a'], ['End', 'c'], ['ArrowDown', 'c'], ['x', 'c']] as const) {
      type(key);
      expect(roving.current()).toBe(expected);
    }
  });
});

describe('announcer', () => {
  it('speaks at most every two seconds, and sums up', async () => {
    announce('Connected again.');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(announcement.value).toBe('Connected again.');
    announceMessage('Bob', 'one');
    announceMessage('Eve', 'x'.repeat(500));
    await vi.advanceTimersByTimeAsync(100);
    const spoken = announcement.value;
    announceMessage('Bob', 'three');
    await vi.advanceTimersByTimeAsync(1_500);
    expect(announcement.value).toBe(spoken);
    await vi.advanceTimersByTimeAsync(500);
    expect(spoken).toContain('2 new messages. Latest: Eve: xxx');
    expect(spoken.length).toBeLessThan(200);
    expect(announcement.value).toBe('Bob: three');
  });
});

describe('useShortcuts', () => {
  const press = (init: KeyboardEventInit, target: EventTarget = document.body) => target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));

  it('steps through rooms, and through unread ones', () => {
    const step = vi.fn();
    run(() => useShortcuts({ step, help: () => {} }));
    press({ key: 'ArrowDown', altKey: true });
    press({ key: 'ArrowUp', altKey: true, shiftKey: true });
    press({ key: 'ArrowUp' });
    expect(step.mock.calls).toEqual([[1, false], [-1, true]]);
  });

  it('helps, but not somebody who writes a question mark', () => {
    const help = vi.fn();
    run(() => useShortcuts({ step: () => {}, help }));
    press({ key: '?' }, document.body.appendChild(document.createElement('textarea')));
    expect(help).not.toHaveBeenCalled();
    press({ key: '?' });
    expect(help).toHaveBeenCalledOnce();
  });
});

describe('useRoute', () => {
  it('follows the address', () => {
    const route = run(useRoute);
    expect(route.place.value).toBeUndefined();
    route.replace({ kind: 'people', id: 'user:2' });
    expect(location.hash).toBe('#/people/user%3A2');
    expect(route.place.value).toEqual({ kind: 'people', id: 'user:2' });
    route.leave();
    expect(location.hash).toBe('#/');
    expect(route.place.value).toBeUndefined();
  });
});

describe('storage', () => {
  it('keeps maps, and bears what others left there', () => {
    saveMap('x', new Map([['__proto__', 1]]));
    expect(loadMap('x')).toEqual(new Map([['__proto__', 1]]));
    for (const rubbish of ['{', '{"a":1}', '7', '[1]']) {
      localStorage.setItem('roomsockets.x', rubbish);
      expect(loadMap('x').size).toBe(0);
    }
  });
});
