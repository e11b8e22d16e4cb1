// Refuses what a strict policy for content and trusted types would refuse in the browser.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));
const refused = [
  [/\bv-html\b/, 'v-html makes markup of what others wrote: bind text, or render nodes'],
  [/\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write/, 'markup from strings is refused by trusted types'],
  [/\sstyle="/, 'an inline style is refused by style-src: use a class'],
  [/\beval\(|new Function\(/, 'code from strings is refused by script-src'],
];

const sources = [join(home, 'index.html'), ...readdirSync(join(home, 'src'), { recursive: true })
  .filter((name) => /\.(?:vue|ts)$/.test(name)).map((name) => join(home, 'src', name))];
const findings = sources.flatMap((path) => readFileSync(path, 'utf8').split('\n').flatMap((line, index) =>
  refused.filter(([pattern]) => pattern.test(line)).map(([, why]) => `${relative(home, path)}:${index + 1}: ${why}`)));

for (const finding of findings) console.error(finding);
console.log(`${sources.length} files, ${findings.length} findings`);
if (findings.length > 0) process.exitCode = 1;
