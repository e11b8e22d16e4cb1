import type { Client, Gap, JoinOptions, Left, PresentUser, Room, RoomSocketsError, RoomState } from './index.js';
import type { RoomView } from './vue-room.js';
/** Shows one room after the other. Its functions can be taken out of it. */
export declare class Page<Data> implements RoomView<Data> {
    #private;
    readonly room: import("vue").ShallowRef<Room<Data>, Room<Data>>;
    readonly state: import("vue").ShallowRef<RoomState, RoomState>;
    readonly presence: import("vue").ShallowRef<ReadonlyMap<string, PresentUser>, ReadonlyMap<string, PresentUser>>;
    readonly count: import("vue").Ref<number, number>;
    readonly hasOlder: import("vue").Ref<boolean, boolean>;
    readonly left: import("vue").ShallowRef<Left | undefined, Left | undefined>;
    readonly error: import("vue").ShallowRef<RoomSocketsError | undefined, RoomSocketsError | undefined>;
    constructor(client: Client, options: JoinOptions);
    readonly messages: import("./protocol.js").Message<Data>[];
    readonly gaps: Gap[];
    readonly outgoing: import("./vue-outgoing.js").Outgoing<Data>[];
    readonly typing: import("vue").Ref<readonly import("./protocol.js").User[], readonly import("./protocol.js").User[]>;
    readonly enter: (name: string) => void;
    readonly exit: () => void;
    readonly send: (data: Data) => Promise<void>;
    readonly retry: (key: string) => Promise<void>;
    readonly discard: (key: string) => void;
    readonly sendTyping: () => void;
    readonly loadOlder: (limit?: number) => Promise<void>;
    readonly fill: (gap: Gap) => Promise<void>;
}
