import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const host = process.env.ROOMSOCKETS_HOST ?? 'http://localhost:8000';
// The host answers only to pages of its own origin: the proxy keeps the browser's Host header, so that both agree.
const proxy = {
  '/api': { target: host, changeOrigin: false },
  '/ws': { target: host, changeOrigin: false, ws: true },
  '/roomsockets.js': { target: host, changeOrigin: false },
};

export default defineConfig({
  plugins: [
    vue({ features: { optionsAPI: false } }),
    {
      // A theme that is chosen in the page must be there before the first pixel, and a strict policy allows no inline script.
      name: 'theme-before-paint',
      transformIndexHtml: {
        order: 'post',
        handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
      },
    },
  ],
  base: '/',
  // The client is linked from this repository; it must find this application's Vue, not one of its own.
  resolve: { dedupe: ['vue'] },
  build: {
    outDir: process.env.VUE_OUT ?? '../MinimalHost/wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    modulePreload: { polyfill: false },
  },
  server: { port: 5173, proxy },
  preview: { port: 4173, proxy },
  test: { include: ['test/**/*.test.ts'], environment: 'happy-dom', maxWorkers: 1 },
});
