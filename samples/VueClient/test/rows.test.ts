import type { Gap, StoredMessage } from 'roomsockets';
import { describe, expect, it } from 'vitest';
import { type Content, type Row, rowsOf } from '../src/chat/rows';

const start = Date.parse('2026-11-20T12:00:00.000Z');

function message(offset: number, from: string | null = 'bob', after = offset, key?: string): StoredMessage {
  return { offset, from: from === null ? null : { id: from, name: from }, data: `text ${offset}`, at: new Date(start + after * 1_000).toISOString(), ...(key && { key }) };
}

function rows(content: Partial<Content>): Row[] {
  return rowsOf({ messages: [], outgoing: [], gaps: [], readUpTo: undefined, me: 'ann', ...content });
}

/** One word per row: a message as its offset, with `*` where it begins a group. */
function sketch(all: readonly Row[]): string {
  return all.map((row) => {
    if (row.kind === 'message') return `${row.message.offset}${row.isFirst ? '*' : ''}`;
    if (row.kind === 'outgoing') return `${row.item.key}${row.isFirst ? '*' : ''}`;
    return row.kind;
  }).join(' ');
}

const gap = (from: number, to: number): Gap => ({ from, to, restarted: false });

describe('rowsOf', () => {
  it('groups what one sender says within five minutes', () => {
    expect(sketch(rows({ messages: [message(1), message(2), message(3, 'ann'), message(4, 'ann', 304)] }))).toBe('day 1* 2 3* 4*');
  });

  it('does not group guests with users, but with each other', () => {
    expect(sketch(rows({ messages: [message(1), message(2, null), message(3, null)] }))).toBe('day 1* 2* 3');
  });

  it('separates days', () => {
    expect(sketch(rows({ messages: [message(1), message(2, 'bob', 86_400)] }))).toBe('day 1* day 2*');
  });

  it('puts the divider before the first unread message, also when that is the oldest one loaded', () => {
    const messages = [message(5), message(6), message(7)];
    expect(sketch(rows({ messages, readUpTo: 5 }))).toBe('day 5* unread 6* 7');
    expect(sketch(rows({ messages, readUpTo: 2 }))).toBe('day unread 5* 6 7');
    expect(sketch(rows({ messages, readUpTo: 7 }))).toBe('day 5* 6 7');
  });

  it('puts a gap where the messages are missing', () => {
    const messages = [message(1), message(2), message(9)];
    expect(sketch(rows({ messages, gaps: [gap(3, 8)] }))).toBe('day 1* 2 gap 9*');
    expect(sketch(rows({ messages: [...messages.slice(0, 2), message(5), message(9)], gaps: [gap(3, 8)] }))).toBe('day 1* 2 5 gap 9*');
    expect(sketch(rows({ messages, gaps: [gap(10, 12)] }))).toBe('day 1* 2 9 gap');
    expect(sketch(rows({ gaps: [gap(1, 2)] }))).toBe('gap');
  });

  it('ends with what is on its way, and drops what has arrived under the same key', () => {
    const outgoing = [{ key: 'a', data: 'x', status: 'sending' }, { key: 'b', data: 'y', status: 'failed' }] as const;
    expect(sketch(rows({ messages: [message(1)], outgoing }))).toBe('day 1* a* b');
    expect(sketch(rows({ messages: [message(1, 'ann', 1, 'a')], outgoing }))).toBe('day 1* b*');
  });

  it('keeps the key of a line when its message arrives, and never lets others choose it', () => {
    const [, own] = rows({ messages: [message(1, 'ann', 1, 'a')] });
    const [on] = rows({ outgoing: [{ key: 'a', data: 'x', status: 'sending' }] });
    expect(own?.key).toBe(on?.key);
    const [, foreign] = rows({ messages: [message(1, 'bob', 1, 'a')] });
    expect(foreign?.key).not.toBe(on?.key);
  });

  it('gives each line a key of its own', () => {
    const keys = rows({ messages: [message(1), message(2, 'ann', 2, 'at 1'), message(3, 'bob', 86_400)], gaps: [gap(9, 9)], readUpTo: 1 }).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
