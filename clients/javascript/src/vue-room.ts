import { getCurrentScope, type MaybeRefOrGetter, onScopeDispose, type Ref, toValue, watch } from 'vue';
import type { Client, Gap, JoinOptions, Left, Message, PresentUser, Room, RoomSocketsError, RoomState, User } from './index.js';
import type { Outgoing } from './vue-outgoing.js';
import { Page } from './vue-page.js';

/** How to use a room. */
export type UseRoomOptions = Pick<JoinOptions, 'history' | 'presence'>;

/** A room as a page shows it. */
export interface RoomView<Data = unknown> {
  readonly room: Readonly<Ref<Room<Data>>>;
  readonly state: Readonly<Ref<RoomState>>;
  /** By offset, without deleted ones. */
  readonly messages: readonly Message<Data>[];
  /** What this page has sent and not yet seen among the messages. */
  readonly outgoing: readonly Outgoing<Data>[];
  /** Where messages are missing; see `fill`. */
  readonly gaps: readonly Gap[];
  /** Whether `loadOlder` has more. */
  readonly hasOlder: Readonly<Ref<boolean>>;
  readonly presence: Readonly<Ref<ReadonlyMap<string, PresentUser>>>;
  /** How many are there, listed or not. */
  readonly count: Readonly<Ref<number>>;
  readonly typing: Readonly<Ref<readonly User[]>>;
  /** Why the room is over. */
  readonly left: Readonly<Ref<Left | undefined>>;
  /** Why the room could not be joined. */
  readonly error: Readonly<Ref<RoomSocketsError | undefined>>;
  send(data: Data): Promise<void>;
  /** Sends a failed one again, under its key: if it did arrive, it does not come twice. */
  retry(key: string): Promise<void>;
  /** Forgets a failed one. */
  discard(key: string): void;
  /** To be called at every key press; the others hear of it at most every 3 seconds. */
  sendTyping(): void;
  loadOlder(limit?: number): Promise<void>;
  /** Reads what is missing from history. */
  fill(gap: Gap): Promise<void>;
}

/** Is in a room for as long as the component lives, or until `name` names another. Asks for 50 messages and for presence by default. */
export function useRoom<Data = unknown>(client: Client, name: MaybeRefOrGetter<string>, options: UseRoomOptions = {}): RoomView<Data> {
  const page = new Page<Data>(client, { history: 50, presence: true, ...options });
  page.enter(toValue(name));
  watch(() => toValue(name), page.enter);
  if (getCurrentScope()) onScopeDispose(page.exit);
  return page;
}
