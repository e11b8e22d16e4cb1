// What each of these programs starts with: a host, a browser, and people in it. Arguments: MinimalHost.dll and the folder of the built client, or the address of a host that runs.
import { accessSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { Host, RunningHost } from './host.mjs';
import { Person } from './person.mjs';

const patience = 15_000;
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Debian's browser, wherever the path finds it. */
function executable() {
  return process.env.PATH.split(delimiter).map((folder) => join(folder, 'chromium')).find((file) => {
    try {
      return accessSync(file) ?? true;
    } catch {
      return false;
    }
  });
}

export const step = (text) => console.log(`${(performance.now() / 1000).toFixed(1)} s: ${text}`);

/** What a screen reader would find there, the beginning and the end of it. */
async function describe(page) {
  const lines = (await page.locator('body').ariaSnapshot({ timeout: 2_000 }).catch(String)).split('\n');
  return (lines.length > 80 ? [...lines.slice(0, 40), '…', ...lines.slice(-40)] : lines).join('\n');
}

/** Runs a program to its end, and looks at what the browser and the host complained about. */
export async function play(program, seconds = 120) {
  setTimeout(() => { console.error(`It took more than ${seconds} s.`); process.exit(3); }, seconds * 1_000).unref();
  const [where, webRoot] = process.argv.slice(2);
  const [host, browser] = await Promise.all([webRoot ? Host.start(where, webRoot) : new RunningHost(where), chromium.launch({ executablePath: executable(), args: flags })]);
  const people = [];
  /** Somebody with a browser of his own: nothing is shared with the others. */
  const person = async (name, { width = 1440, height = 900, ...options } = {}) => {
    const context = await browser.newContext({ baseURL: host.address, viewport: { width, height }, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(patience);
    const one = await Person.arrive(context, name);
    people.push(one);
    return one;
  };
  try {
    await program({ host, person });
    for (const { name, complaints } of people) if (complaints.length > 0) throw new Error(`The console of ${name}: ${complaints.join('\n')}`);
    step('done');
  } catch (error) {
    console.error(error);
    for (const { name, page, complaints } of people) console.error(`${name} at ${page.url()}`, complaints, await describe(page));
    process.exitCode = 1;
  } finally {
    await browser.close();
    await host.end();
  }
}
