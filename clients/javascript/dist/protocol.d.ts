/** Who said something. */
export interface User {
    readonly id: string;
    readonly name: string;
}
/** A user who is in a room, on one device or on several. */
export interface PresentUser extends User {
    readonly devices: number;
    /** `online` unless the user has set another. */
    readonly status: string;
    /** What the host adds. */
    readonly info?: unknown;
}
/** A user who left a room with the last of the devices. */
export interface AbsentUser extends User {
    /** ISO 8601, UTC. */
    readonly lastSeen?: string;
}
/** A place in a room: everything up to `offset` has been seen. Offsets count from 1 within an epoch, without holes. */
export interface Position {
    readonly offset: number;
    /** Opaque; another epoch means that the room's offsets have started again. */
    readonly epoch: string;
}
/** A message as it is kept. */
export interface StoredMessage<Data = unknown> {
    readonly offset: number;
    /** `null` for an anonymous sender. */
    readonly from: User | null;
    /** The key under which it was published; by it a sender recognises its own. */
    readonly key?: string;
    readonly data: Data;
    /** When the server took it, ISO 8601, UTC. */
    readonly at: string;
}
/** A message as all members of the room see it. */
export interface Message<Data = unknown> extends StoredMessage<Data> {
    readonly room: string;
}
/** The place of a message that was deleted. */
export interface DeletedMessage {
    readonly offset: number;
    readonly deleted: true;
}
/** A message to one user rather than to a room; the sender's other devices get it, too. */
export interface DirectMessage extends StoredMessage {
    /** The id of the user whom it is for. */
    readonly to: string;
}
/** Something of the moment, such as `typing`: neither stored nor numbered. */
export interface Signal {
    readonly name: string;
    /** Absent when the server itself says it. */
    readonly from?: User | null;
    readonly data?: unknown;
}
/** What a publish or a direct message comes to. */
export interface Ack {
    readonly offset: number;
    /** The key had been published before; `offset` is that of the first. */
    readonly duplicate: boolean;
}
/** What the server allows this connection; a limit that is absent is unknown. */
export interface Limits {
    /** Bytes of one frame. */
    readonly maxBytes?: number;
    readonly rooms?: number;
    readonly perSecond?: number;
}
/** Messages in ascending order. */
export interface HistoryPage<Kept = Message> {
    readonly messages: readonly (Kept | DeletedMessage)[];
    /** Whether there are more in the direction that was asked for. */
    readonly more: boolean;
}
/** Which part of a room's history: the newest, or what lies before or after an offset. */
export interface HistoryRange {
    readonly before?: number;
    readonly after?: number;
    /** 1 to 200; 50 by default. */
    readonly limit?: number;
}
/** How a room's users changed, with whole users. */
export interface PresenceChange {
    readonly joined?: readonly PresentUser[];
    readonly left?: readonly AbsentUser[];
    readonly changed?: readonly PresentUser[];
    readonly count: number;
}
/** What a room keeps in one place. */
export type Item = StoredMessage | DeletedMessage;
/** Of a request; its answer has the same. */
export type Id = string | number;
/** The first frame of a connection. */
export interface WelcomeFrame {
    type: 'welcome';
    connection: string;
    user: User | null;
    limits?: Limits;
    tokenExpiresIn?: number;
}
/** The answer to a join. */
export interface JoinedFrame extends Position {
    type: 'joined';
    id?: Id;
    room: string;
    recovered?: boolean;
    messages?: Item[];
    presence?: {
        count: number;
        users?: PresentUser[];
    };
}
/** A refusal. */
export interface ErrorFrame {
    type: 'error';
    id?: Id;
    room?: string;
    code: string;
    message?: string;
    field?: string;
    temporary?: boolean;
    retryAfterMs?: number;
    until?: string;
}
/** The answer to a request. */
export interface AnswerFrame {
    type: 'ack' | 'history';
    id?: Id;
    offset?: number;
    duplicate?: boolean;
    tokenExpiresIn?: number;
    messages?: Item[];
    more?: boolean;
}
/** What the server says in a room. */
export type RoomFrame = JoinedFrame | ({
    type: 'message';
} & Message) | {
    type: 'skip';
    room: string;
    offset: number;
} | {
    type: 'redacted';
    room: string;
    offset: number;
    data?: unknown;
} | ({
    type: 'signal';
    room?: string;
} & Signal) | ({
    type: 'presence';
    room: string;
} & PresenceChange) | {
    type: 'gap';
    room: string;
    from: number;
    to: number;
} | {
    type: 'left';
    id?: Id;
    room: string;
    reason?: string;
    until?: string;
};
/** What the server says. */
export type ServerFrame = WelcomeFrame | ErrorFrame | AnswerFrame | RoomFrame | ({
    type: 'direct';
} & DirectMessage) | {
    type: 'bye';
    code: number;
    reason?: string;
    reconnect?: boolean;
    retryAfterMs?: number;
};
/** What a client says. */
export type ClientFrame = {
    type: string;
    id?: number;
} & Record<string, unknown>;
