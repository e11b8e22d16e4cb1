import type { Gap, Left, PresentUser, RoomSocketsError, StoredMessage, User } from 'roomsockets';
import type { Outgoing } from 'roomsockets/vue';
import type { Ref } from 'vue';
import type { Place } from '../shell/route';

/** What the page shows of a room, or of the messages exchanged with one person. */
export interface Conversation {
  readonly place: Place;
  /** As people read it: `#lobby`, or a person's name. */
  readonly label: Readonly<Ref<string>>;
  readonly messages: readonly StoredMessage[];
  readonly outgoing: readonly Outgoing[];
  readonly gaps: readonly Gap[];
  readonly hasOlder: Readonly<Ref<boolean>>;
  readonly typing: Readonly<Ref<readonly User[]>>;
  readonly presence: Readonly<Ref<ReadonlyMap<string, PresentUser>>>;
  readonly count: Readonly<Ref<number>>;
  /** Whether its newest offset is known. */
  readonly isOpen: Readonly<Ref<boolean>>;
  /** Whether what was missed is being fetched. */
  readonly isCatchingUp: Readonly<Ref<boolean>>;
  /** The newest offset, and which life of the offsets it belongs to. */
  readonly latest: Readonly<Ref<number>>;
  readonly epoch: Readonly<Ref<string>>;
  /** Why it is over. */
  readonly left: Readonly<Ref<Left | undefined>>;
  /** Why it never began. */
  readonly refusal: Readonly<Ref<RoomSocketsError | undefined>>;
  /** Somebody looks at it: from now on with everything. */
  show(): void;
  send(text: string): Promise<void>;
  retry(key: string): Promise<void>;
  discard(key: string): void;
  sendTyping(): void;
  loadOlder(): Promise<void>;
  fill(gap: Gap): Promise<void>;
  close(): void;
}

/** Told of each message that arrives by itself. */
export type Heard = (conversation: Conversation, message: StoredMessage) => void;

/** The name of a place in maps. */
export function idOf({ kind, id }: Place): string {
  return `${kind}/${id}`;
}

/** Data is any JSON value; a text is itself. */
export function textOf(data: unknown): string {
  return typeof data === 'string' ? data : JSON.stringify(data);
}
