/** The sub-protocols to offer: ours, and the token, because browsers can send no header. */
export declare function protocols(token: string | null | undefined): string[];
