import { type Ref } from 'vue';
import type { Room, User } from './index.js';
/** Who is writing in a room at the moment, and telling the others that we are. */
export declare class Typing {
    #private;
    readonly users: Ref<readonly User[]>;
    /** Begins to listen; the function that comes back ends that. */
    listen(room: Room<any>): () => void;
    /** Tells the others, at most every 3 seconds. */
    say(room: Room<any>): void;
    /** What was being written has been sent; the next key says it anew. */
    sent(): void;
}
