// Builds dist, which is committed so that nobody needs npm to serve it; with --check, tells whether dist is what a build would give.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const home = fileURLToPath(new URL('.', import.meta.url));
const dist = join(home, 'dist');
const largest = 6_000;

async function buildInto(folder) {
  const options = { absWorkingDir: home, bundle: true, minify: true, format: 'esm', target: 'es2022', charset: 'utf8', legalComments: 'none' };
  await build({ ...options, entryPoints: ['src/index.ts'], outfile: join(folder, 'roomsockets.js') });
  await build({ ...options, entryPoints: ['src/vue.ts'], outfile: join(folder, 'vue.js'), external: ['vue'], plugins: [clientStaysOutside] });
  execFileSync(process.execPath, [join(home, 'node_modules/typescript/bin/tsc'), '-p', home + 'tsconfig.build.json', '--outDir', folder], { stdio: 'inherit' });
}

// The Vue entry imports the built client beside it, or an application would have two.
const clientStaysOutside = {
  name: 'client-stays-outside',
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/index\.js$/ }, () => ({ path: './roomsockets.js', external: true })),
};

function files(folder) {
  return new Map(readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

if (process.argv.includes('--check')) {
  const fresh = mkdtempSync(join(tmpdir(), 'roomsockets-'));
  await buildInto(fresh);
  const [expected, actual] = [files(fresh), files(dist)];
  const stale = [...new Set([...expected.keys(), ...actual.keys()])].filter((name) => expected.get(name) !== actual.get(name));
  rmSync(fresh, { recursive: true });
  if (stale.length > 0) fail(`dist is stale (${stale.join(', ')}): run "npm run build" and commit it.`);
} else {
  rmSync(dist, { recursive: true, force: true });
  await buildInto(dist);
}

const size = gzipSync(readFileSync(join(dist, 'roomsockets.js')), { level: 9 }).length;
console.log(`dist/roomsockets.js: ${size} of ${largest} bytes gzipped`);
if (size > largest) fail('dist/roomsockets.js is too large.');
