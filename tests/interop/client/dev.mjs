// `npm run dev` against a running host: the proxy lets people in, and a change is shown without a reload.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { play, step } from './stage.mjs';

const root = fileURLToPath(new URL('../../../samples/VueClient/', import.meta.url));
const changed = `${root}src/en.ts`;

/** The development server, on a free port. What it reads from one file can be changed without touching that. */
async function develop(host) {
  process.env.ROOMSOCKETS_HOST = host.address;
  const { createServer } = await import(pathToFileURL(createRequire(`${root}package.json`).resolve('vite')));
  let isChanged = false;
  const edit = {
    name: 'edit', enforce: 'pre',
    transform: (code, id) => (isChanged && id === changed ? code.replace('Enter sends, Shift', 'Enter still sends, Shift') : undefined),
  };
  const server = await createServer({ root, configFile: `${root}vite.config.ts`, plugins: [edit], logLevel: 'error', server: { port: 0, host: '127.0.0.1', open: false } });
  await server.listen();
  return {
    address: `http://127.0.0.1:${server.httpServer.address().port}`,
    change: () => {
      isChanged = true;
      server.watcher.emit('change', changed);
    },
    close: () => server.close(),
  };
}

play(async ({ host, person }) => {
  const dev = await develop(host);
  try {
    const [ann, bob] = await Promise.all([person('ann', { baseURL: dev.address }), person('bob')]);
    await Promise.all([ann.open(), bob.open()]);
    await Promise.all([ann.register(), bob.register()]);
    await ann.say('from the workshop');
    await bob.sees('from the workshop');
    await bob.say('from the shop');
    await ann.sees('from the shop');
    step('both chat over one host');

    await ann.page.evaluate('window.isSame = true');
    await ann.page.getByText(/^Enter sends/).waitFor();
    dev.change();
    await ann.page.getByText(/^Enter still sends/).waitFor();
    assert.ok(await ann.page.evaluate('window.isSame'), 'the page was not loaded again');
    await ann.sees('from the shop');
    step('a change was shown at once');
  } finally {
    await dev.close();
  }
});
