/** A key for a message: later ones sort after earlier ones, and nobody can guess it. */
export declare function newKey(): string;
