/** Renews the token of a live connection at 80 % of its life. */
export declare class Refresh {
    #private;
    /** `renew` comes back with the life of the new token in seconds; one that fails is tried again. `isCurrent` ends with the connection. */
    constructor(renew: (isCurrent: () => boolean) => Promise<number | undefined>, random: () => number);
    /** Takes the life of the token in seconds; nothing for one that does not expire. */
    start(expiresIn: number | undefined): void;
    /** Whether the token is so old that it should be another by now; timers stand still while a device sleeps. */
    get isDue(): boolean;
    stop(): void;
}
