// Fails when the built client has more JavaScript than a phone should have to load.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const home = fileURLToPath(new URL('..', import.meta.url));
const assets = join(resolve(home, process.env.VUE_OUT ?? '../MinimalHost/wwwroot'), 'assets');
const largest = 60_000;

const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
const size = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name)), { level: 9 }).length, 0);
console.log(`${scripts.length} scripts: ${size} of ${largest} bytes gzipped`);
if (size > largest) {
  console.error('The client is too large.');
  process.exitCode = 1;
}
