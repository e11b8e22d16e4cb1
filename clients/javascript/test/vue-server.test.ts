import { createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { describe, expect, it, vi } from 'vitest';
import { useConnection, useRoom } from '../src/vue.js';

describe('rendering on a server', () => {
  it('opens no connection, whatever the address', async () => {
    vi.useFakeTimers();
    const WebSocket = vi.fn();
    const app = createSSRApp({
      setup() {
        const { client, state } = useConnection('/ws', { WebSocket: WebSocket as never });
        const room = useRoom(client, 'lobby');
        return () => h('p', `${state.value}, ${room.state.value}`);
      },
    });
    expect(await renderToString(app)).toBe('<p>connecting, joining</p>');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(WebSocket).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});
