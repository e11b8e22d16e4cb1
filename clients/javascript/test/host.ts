import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { type Client, connect as connectClient, type ConnectOptions } from '../src/index.js';

/** How to start the sample host, such as `dotnet …/MinimalHost.dll`. */
export const hostCommand = process.env['ROOMSOCKETS_HOST'];

const startsWithin = 60_000;
const stopsWithin = 40_000;

/** The sample host as a process with a database of its own, and a door in front of it that keeps its address. */
export class Host {
  readonly #folder = mkdtempSync(join(tmpdir(), 'roomsockets-host-'));
  readonly #sockets = new Set<Socket>();
  readonly #clients: Client[] = [];
  readonly #door = createServer((outside) => this.#pass(outside));
  #process: ChildProcess | undefined;
  #port = 0;

  static async start(): Promise<Host> {
    const host = new Host();
    host.#door.listen(0, '127.0.0.1');
    await once(host.#door, 'listening');
    await host.start();
    return host;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#door.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    const [program, ...args] = hostCommand!.split(' ');
    const child = spawn(program!, [...args, '--urls', 'http://127.0.0.1:0'], { cwd: this.#folder, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    const patience = setTimeout(() => child.kill(), startsWithin);
    let log = '';
    for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
      log += chunk;
      this.#port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(log)?.[1] ?? 0);
      if (this.#port > 0) break;
    }
    clearTimeout(patience);
    if (this.#port === 0) throw new Error(`The host did not start: ${log}`);
    // Nobody reads on, but the pipe must not fill up.
    child.stdout!.resume();
  }

  /** SIGTERM lets it say goodbye; SIGKILL lets it put nothing in order. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    const exit = once(child, 'exit', { signal: AbortSignal.timeout(stopsWithin) });
    child.kill(signal);
    await exit;
  }

  async restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.stop(signal);
    await this.start();
  }

  /** Cuts every connection in the middle of whatever it carries. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** A client of a user, who is registered at first sight. */
  async client(name: string, options: ConnectOptions = {}, path = '/ws'): Promise<Client> {
    const credentials = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username: name, password: 'secret12' }) };
    await fetch(`${this.address}/api/register`, credentials);
    const { token } = (await (await fetch(`${this.address}/api/login`, credentials)).json()) as { token: string };
    const client = connectClient(`${this.address}${path}`, { WebSocket, token: () => token, random: () => 0.1, ...options });
    this.#clients.push(client);
    return client;
  }

  async end(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.stop('SIGKILL');
    this.cut();
    this.#door.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #pass(outside: Socket): void {
    const inside = connect(this.#port, '127.0.0.1');
    for (const [socket, other] of [[outside, inside], [inside, outside]] as const) {
      this.#sockets.add(socket);
      socket.setNoDelay().pipe(other);
      // Cuts are what this is for.
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
