import { type Ref } from 'vue';
import { type Client, type Closing, type ConnectOptions, type RoomSocketsError, type State, type User } from './index.js';
/** A client, and what a page shows of it. */
export interface Connection {
    readonly client: Client;
    readonly state: Readonly<Ref<State>>;
    /** When the next attempt begins, in milliseconds since 1970, while one is waited for. */
    readonly retryAt: Readonly<Ref<number | undefined>>;
    /** How the last connection ended, while there is no other. */
    readonly closing: Readonly<Ref<Closing | undefined>>;
    readonly user: Readonly<Ref<User | null | undefined>>;
    /** The latest error that nobody waited for. */
    readonly error: Readonly<Ref<RoomSocketsError | undefined>>;
}
/** Connects for as long as the component lives; not where a server renders it, for nothing would end that. Takes what `connect` takes. */
export declare function useConnection(url: string | URL, options?: ConnectOptions): Connection;
