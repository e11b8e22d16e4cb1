import { ref, shallowRef } from 'vue';
import type { Client, Gap, JoinOptions, Left, PresentUser, Room, RoomSocketsError, RoomState } from './index.js';
import { MessageList } from './vue-messages.js';
import { OutgoingList } from './vue-outgoing.js';
import type { RoomView } from './vue-room.js';
import { Typing } from './vue-typing.js';

// Several pages may show the same room; the last one leaves it.
const uses = new WeakMap<Room<any>, number>();

/** Shows one room after the other. Its functions can be taken out of it. */
export class Page<Data> implements RoomView<Data> {
  readonly room = shallowRef<Room<Data>>(null!);
  readonly state = shallowRef<RoomState>('joining');
  readonly presence = shallowRef<ReadonlyMap<string, PresentUser>>(new Map());
  readonly count = ref(0);
  readonly hasOlder = ref(true);
  readonly left = shallowRef<Left>();
  readonly error = shallowRef<RoomSocketsError>();
  readonly #client: Client;
  readonly #options: JoinOptions;
  readonly #messages = new MessageList<Data>();
  readonly #outgoing = new OutgoingList<Data>();
  readonly #typing = new Typing();
  #stops: (() => void)[] = [];

  constructor(client: Client, options: JoinOptions) {
    this.#client = client;
    this.#options = options;
  }

  readonly messages = this.#messages.items;
  readonly gaps = this.#messages.gaps;
  readonly outgoing = this.#outgoing.items;
  readonly typing = this.#typing.users;

  readonly enter = (name: string): void => {
    this.exit();
    const room = (this.room.value = this.#client.join<Data>(name, this.#options));
    uses.set(room, (uses.get(room) ?? 0) + 1);
    room.ready.catch((error) => room === this.room.value && (this.error.value = error));
    this.#stops = [this.#client.on('state', this.#show), this.#typing.listen(room), ...this.#listen(room)];
    this.#show();
    this.#showPresence();
    // Another page has had what was said so far.
    if (room.state === 'joined') this.loadOlder(this.#options.history).catch(() => {});
  };

  readonly exit = (): void => {
    if (this.#stops.length === 0) return;
    const room = this.room.value;
    const others = uses.get(room)! - 1;
    for (const stop of this.#stops.splice(0)) stop();
    uses.set(room, others);
    if (others === 0) room.leave();
    this.#messages.clear();
    this.#outgoing.clear();
    this.hasOlder.value = true;
    this.left.value = this.error.value = undefined;
  };

  readonly send = (data: Data): Promise<void> => {
    this.#typing.sent();
    return this.#outgoing.send(this.room.value, data);
  };

  readonly retry = async (key: string): Promise<void> => {
    const failed = this.outgoing.find((item) => item.key === key);
    if (failed) await this.#outgoing.send(this.room.value, failed.data, key);
  };

  readonly discard = (key: string): void => this.#outgoing.drop(key);

  readonly sendTyping = (): void => this.#typing.say(this.room.value);

  readonly loadOlder = async (limit = 50): Promise<void> => {
    const room = this.room.value;
    const before = this.messages[0]?.offset;
    const page = await room.history(before === undefined ? { limit } : { before, limit });
    if (room !== this.room.value) return;
    this.#messages.add(page.messages);
    this.hasOlder.value = page.more;
  };

  readonly fill = async (gap: Gap): Promise<void> => {
    const room = this.room.value;
    for (let after = gap.from - 1; after < gap.to; ) {
      const { messages, more } = await room.history({ after, limit: 200 });
      if (room !== this.room.value) return;
      this.#messages.add(messages);
      after = (more && messages.at(-1)?.offset) || gap.to;
    }
    this.#messages.close(gap);
  };

  #listen(room: Room<Data>): (() => void)[] {
    return [
      room.on('joined', () => {
        this.#show();
        this.#outgoing.seen(room);
      }),
      room.on('message', (message) => {
        this.#messages.add([message]);
        this.#outgoing.drop(message.key);
      }),
      room.on('gap', (gap) => {
        if (gap.restarted) this.#messages.clear();
        this.#messages.gaps.push(gap);
      }),
      room.on('redacted', (redaction) => this.#messages.redact(redaction)),
      room.on('presence', this.#showPresence),
      room.on('left', (left) => {
        this.#show();
        this.left.value = left;
      }),
    ];
  }

  readonly #show = (): void => {
    this.state.value = this.room.value.state;
  };

  readonly #showPresence = (): void => {
    const { presence } = this.room.value;
    this.presence.value = new Map(presence);
    this.count.value = presence.count;
  };
}
