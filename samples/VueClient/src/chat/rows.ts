import type { Gap, StoredMessage, User } from 'roomsockets';
import type { Outgoing } from 'roomsockets/vue';

/** One line of the message list. `isFirst` begins a group of one sender. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: Date }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'gap'; readonly key: string; readonly gap: Gap }
  | { readonly kind: 'message'; readonly key: string; readonly message: StoredMessage; readonly isMine: boolean; readonly isFirst: boolean }
  | { readonly kind: 'outgoing'; readonly key: string; readonly item: Outgoing; readonly isFirst: boolean };

export interface Content {
  readonly messages: readonly StoredMessage[];
  readonly outgoing: readonly Outgoing[];
  readonly gaps: readonly Gap[];
  /** Everything up to this offset has been read; absent where no divider is wanted. */
  readonly readUpTo: number | undefined;
  readonly me: string | undefined;
}

const groupedWithin = 5 * 60_000;

/** Orders what was said, what is on its way and what separates it. Pure. */
export function rowsOf({ messages, outgoing, gaps, readUpTo, me }: Content): Row[] {
  const rows: Row[] = [];
  const open = [...gaps].sort((a, b) => a.to - b.to);
  const arrived = new Set<string>();
  let isDivided = readUpTo === undefined;
  let previous: StoredMessage | undefined;

  for (const message of messages) {
    const before = rows.length;
    while (open[0] && message.offset > open[0].to) rows.push(gapRow(open.shift()!));
    if (!previous || dayOf(previous) !== dayOf(message)) rows.push({ kind: 'day', key: `day ${dayOf(message)}`, at: new Date(message.at) });
    const isMine = message.from !== null && message.from.id === me;
    if (!isDivided && message.offset > readUpTo!) {
      isDivided = true;
      rows.push({ kind: 'unread', key: 'unread' });
    }
    const isFirst = rows.length > before || !previous || !isGrouped(previous, message);
    rows.push({ kind: 'message', key: keyOf(message, isMine), message, isMine, isFirst });
    if (isMine && message.key) arrived.add(message.key);
    previous = message;
  }

  for (const gap of open) rows.push(gapRow(gap));
  return rows.concat(outgoingRows(outgoing.filter(({ key }) => !arrived.has(key)), rows.at(-1)));
}

function outgoingRows(items: readonly Outgoing[], last: Row | undefined): Row[] {
  const continues = last?.kind === 'message' && last.isMine && Date.now() - Date.parse(last.message.at) < groupedWithin;
  return items.map((item, index) => ({ kind: 'outgoing', key: `mine ${item.key}`, item, isFirst: index === 0 && !continues }));
}

// What was on its way keeps its line when it arrives. Keys are unique for one sender only, so those of others do not count.
function keyOf({ key, offset }: StoredMessage, isMine: boolean): string {
  return isMine && key ? `mine ${key}` : `at ${offset}`;
}

function gapRow(gap: Gap): Row {
  return { kind: 'gap', key: `gap ${gap.from} ${gap.to}`, gap };
}

function isGrouped(one: StoredMessage, other: StoredMessage): boolean {
  return sender(one.from) === sender(other.from) && Date.parse(other.at) - Date.parse(one.at) < groupedWithin;
}

function sender(from: User | null): string | null {
  return from && from.id;
}

function dayOf({ at }: StoredMessage): string {
  return new Date(at).toDateString();
}
