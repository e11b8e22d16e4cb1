/** What a browser knows of its network and its page; elsewhere nothing of it exists, and nothing happens. */
export declare function watch(onWake: () => void, onOffline: () => void): () => void;
/** Whether the device says that it has no network. It may err, so this only names a state and never keeps from trying. */
export declare function isOffline(): boolean;
