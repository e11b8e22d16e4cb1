// Runs browser code that has a say(data) and wants a show(message) in Node. The code is the first argument. On standard input,
// "host <authority>" tells where the server is from now on, and every other line is said; what is shown is printed.
const readline = require('node:readline');
const { webcrypto } = require('node:crypto');
const WebSocket = require('ws');

globalThis.crypto ??= webcrypto;
globalThis.location = { host: undefined };
globalThis.show = ({ data }) => console.log(data ?? '(withheld)');
/** A browser tells of a connection that failed by its close alone. */
globalThis.WebSocket = class extends WebSocket {
  constructor(...all) {
    super(...all);
    this.on('error', () => {});
  }
};
setTimeout(() => process.exit(3), 60_000).unref();

let say;
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [, host] = /^host (.*)/.exec(line) ?? [];
  if (!host) return say(line);
  location.host = host;
  say ??= new Function(`${process.argv[2]}\nreturn say;`)();
}).on('close', () => process.exit(0));
