/** Calls listeners, in the order in which they were added. */
export declare class Emitter<Events extends object> {
    #private;
    /** Calls `listener` at every such event; the function that comes back ends that. */
    on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void;
}
