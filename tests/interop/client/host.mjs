// MinimalHost as its users run it: a process of its own, behind a door that keeps its address while the host restarts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const patience = 60_000;

export class Host {
  #folder = mkdtempSync(join(tmpdir(), 'roomsockets-client-'));
  #sockets = new Set();
  #door = createServer((outside) => this.#pass(outside));
  #program;
  #process;
  #port = 0;
  #log = '';

  /** `program` is MinimalHost.dll, `webRoot` the folder with the client that it serves. */
  static async start(program, webRoot) {
    const host = new Host();
    host.#program = [program, '--urls', 'http://127.0.0.1:0', '--webroot', webRoot, '--RoomSockets:Accounts:PasswordCost=4',
      `--ConnectionStrings:RoomSockets=Data Source=${join(host.#folder, 'test.db')}`];
    // Also when the program gives up half-way, nothing is left behind.
    process.once('exit', () => {
      host.#process?.kill('SIGKILL');
      rmSync(host.#folder, { recursive: true, force: true });
    });
    host.#door.listen(0, '127.0.0.1');
    await once(host.#door, 'listening');
    await host.start();
    return host;
  }

  get address() {
    return `http://127.0.0.1:${this.#door.address().port}`;
  }

  async start() {
    const child = spawn('dotnet', this.#program, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    const from = this.#log.length;
    const opened = new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`The host did not start: ${this.#log}`)), patience);
      const read = (data) => {
        this.#log += data;
        const port = /: open http:\/\/127\.0\.0\.1:(\d+)/.exec(this.#log.slice(from))?.[1];
        if (port) resolve(Number(port));
        if (port || child.exitCode !== null) clearTimeout(late);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', reject);
      child.once('exit', () => { clearTimeout(late); reject(new Error(`The host ended: ${this.#log}`)); });
    });
    this.#port = await opened;
  }

  /** As a service manager stops it: it says goodbye to everybody. */
  async stop() {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), patience);
    const [code] = await ended;
    clearTimeout(late);
    if (code !== 0) throw new Error(`The host ended with ${code}: ${this.#log}`);
  }

  async end() {
    try {
      await this.stop();
    } finally {
      this.#process?.kill('SIGKILL');
      for (const socket of this.#sockets) socket.destroy();
      this.#door.close();
    }
    if (/^(fail|crit):/m.test(this.#log)) throw new Error(`The host logged an error: ${this.#log}`);
  }

  #pass(outside) {
    const inside = connect(this.#port, '127.0.0.1');
    for (const [socket, other] of [[outside, inside], [inside, outside]]) {
      this.#sockets.add(socket);
      socket.setNoDelay().pipe(other);
      socket.on('error', () => { /* the host is away, or the browser */ });
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}

/** A host that somebody else starts and stops. */
export class RunningHost {
  constructor(address) {
    this.address = address;
  }

  async end() { /* it is not ours */ }
}
