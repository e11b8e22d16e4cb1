import { vi } from 'vitest';

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The host's API as the test wants it: each path has its reply; one that has none cannot be reached. */
export class Host {
  readonly replies = new Map<string, Reply>();
  readonly asked: string[] = [];

  constructor() {
    vi.stubGlobal('fetch', async (path: string) => {
      this.asked.push(path);
      const reply = this.replies.get(path);
      if (!reply) throw new TypeError('Failed to fetch');
      return new Response(JSON.stringify(reply.body ?? {}), { status: reply.status ?? 200, headers: reply.headers ?? {} });
    });
  }

  on(path: string, reply: Reply): this {
    this.replies.set(`/api/${path}`, reply);
    return this;
  }

  down(): this {
    this.replies.clear();
    return this;
  }

  signedIn(id = 1, username = 'Ann'): this {
    return this.on('me', { body: { id, username } });
  }

  signedOut(code = 'token_missing'): this {
    return this.on('me', { status: 401, body: { code } });
  }
}
