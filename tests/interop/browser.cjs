// Runs the README's browser code in Node: the code comes on standard input, the host's address as the first argument.
const fs = require('node:fs');
globalThis.WebSocket = require('ws');
globalThis.location = { host: process.argv[2] };
setTimeout(() => process.exit(3), 20_000).unref();
new Function(fs.readFileSync(0, 'utf8'))();
