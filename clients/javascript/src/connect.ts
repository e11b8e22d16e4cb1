import { Client } from './client.js';
import type { WebSocketConstructor } from './connection.js';
import type { ConnectOptions } from './options.js';

/** Connects, and stays connected until `close`, or until the server wants this client no more. A relative address is one of the page's site. */
export function connect(url: string | URL, options: ConnectOptions = {}): Client {
  return options.idle ? new Client('', undefined!, options) : new Client(resolve(url), implementation(options), options);
}

function resolve(url: string | URL): string {
  const base = globalThis.location?.href;
  if (!base && !URL.canParse(url)) throw new TypeError(`"${url}" is relative, and there is no page here. Give the whole address.`);
  const address = new URL(url, base);
  address.protocol = address.protocol.replace('http', 'ws');
  return address.href;
}

function implementation(options: ConnectOptions): WebSocketConstructor {
  const found = options.WebSocket ?? globalThis.WebSocket;
  if (!found) throw new TypeError('There is no WebSocket here (Node has one from version 22 on). Give that of the package "ws": connect(url, { WebSocket }).');
  return found;
}
