// The JavaScript client behind a proxy that cuts its connection. Arguments: an address, a room, and a token.
// Every line on standard input is published under a key of its own; what happens is printed, a line each:
// "joined", "connected", "message <offset> <text>", "gap <from> <to>", "ack <offset> <duplicate> <text>", "failed <code> <text>".
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { connect } from '../../clients/javascript/dist/roomsockets.js';

const WebSocket = createRequire(import.meta.url)('ws');
const [address, name, token] = process.argv.slice(2);
const say = (...words) => process.stdout.write(`${words.join(' ')}\n`);

// Waits are shortened: what this is for is the cuts.
const client = connect(address, { WebSocket, token: () => token, timeout: 60_000, random: () => Math.random() * 0.005 });
client.on('state', ({ state }) => state === 'connected' && say('connected'));
client.on('error', ({ code, message }) => say('error', code, message));
const room = client.join(name);
room.on('message', ({ offset, data }) => say('message', offset, data));
room.on('gap', ({ from, to }) => say('gap', from, to));
await room.ready;
say('joined');

createInterface({ input: process.stdin }).on('line', (text) => {
  room.publish(text, { key: `key-${text}` }).then(
    ({ offset, duplicate }) => say('ack', offset, duplicate, text),
    ({ code }) => say('failed', code, text));
}).on('close', () => process.exit(0));
