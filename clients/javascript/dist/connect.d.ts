import { Client } from './client.js';
import type { ConnectOptions } from './options.js';
/** Connects, and stays connected until `close`, or until the server wants this client no more. A relative address is one of the page's site. */
export declare function connect(url: string | URL, options?: ConnectOptions): Client;
