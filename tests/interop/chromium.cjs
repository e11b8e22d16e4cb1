// A headless Chromium, driven over its DevTools protocol with nothing but the WebSocket package that wscat brings along.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const WebSocket = require('ws');

const PATIENCE = 15_000;

/** Rejects with what was waited for. */
async function inTime(promise, what) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`Waited in vain for ${what}.`)), PATIENCE); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** One connection to the browser: commands by number, answers by the same number. */
function converse(socket) {
  const waiting = new Map();
  socket.on('message', (data) => {
    const { id, result, error } = JSON.parse(data);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error) reject?.(new Error(error.message));
    else resolve?.(result);
  });
  let last = 0;
  return (method, params = {}, sessionId = undefined) => inTime(new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    socket.send(JSON.stringify({ id: last, method, params, sessionId }));
  }), method);
}

function tabOf(command, sessionId) {
  const send = (method, params) => command(method, params, sessionId);
  const find = (name) => `document.querySelector('[data-testid="${name}"]')`;
  const tab = {
    async run(expression) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
      return result.value;
    },
    /** Asks until the answer is yes; a document that is just being left or built cannot answer yet. */
    async until(expression) {
      const end = Date.now() + PATIENCE;
      let seen;
      while (seen !== true) {
        seen = await tab.run(`Boolean(${expression})`).catch((error) => error);
        if (Date.now() > end) throw new Error(`Waited in vain for ${expression}: ${seen}`);
        if (seen !== true) await new Promise((resolve) => { setTimeout(resolve, 20); });
      }
    },
    click: (name) => tab.run(`${find(name)}.click()`),
    text: (name) => tab.run(`${find(name)}.textContent`),
    async type(name, text) {
      await tab.run(`${find(name)}.focus(), ${find(name)}.select()`);
      await send('Input.insertText', { text });
    },
    async enter() {
      for (const type of ['keyDown', 'keyUp']) await send('Input.dispatchKeyEvent', { type, key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: type === 'keyDown' ? '\r' : undefined });
    },
    show: () => send('Page.bringToFront'),
    async reload() {
      await tab.run('globalThis.isLeft = true');
      await send('Page.reload');
      await tab.until('!globalThis.isLeft && document.readyState === "complete"');
    },
  };
  return tab;
}

/** The browser's own children write into it for a moment after the browser has ended. */
async function remove(folder) {
  for (let tries = 50; ; tries--) {
    try {
      return fs.rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (tries === 0) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
  }
}

/** Starts it, hands it to the test, and removes what it left, whatever happened. */
exports.withChromium = async (test) => {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'roomsockets-page-'));
  const browser = spawn('chromium', ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking',
    '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => { browser.once('exit', resolve); browser.once('error', resolve); });
  try {
    const address = await inTime(new Promise((resolve, reject) => {
      let said = '';
      browser.once('error', reject);
      browser.stderr.on('data', (data) => {
        said += data;
        const match = /listening on (ws:\/\/\S+)/.exec(said);
        if (match) resolve(match[1]);
      });
    }), 'Chromium');
    const socket = new WebSocket(address, { perMessageDeflate: false });
    await inTime(new Promise((resolve, reject) => { socket.once('open', resolve); socket.once('error', reject); }), 'the DevTools of Chromium');
    const command = converse(socket);
    /** A person has cookies of their own; each of their tabs shares them. */
    const person = async () => {
      const { browserContextId } = await command('Target.createBrowserContext');
      return async (url) => {
        const { targetId } = await command('Target.createTarget', { url, browserContextId });
        const { sessionId } = await command('Target.attachToTarget', { targetId, flatten: true });
        await command('Page.enable', {}, sessionId);
        return tabOf(command, sessionId);
      };
    };
    await test(person);
    await command('Browser.close');
  } finally {
    browser.kill();
    await inTime(ended, 'the end of Chromium');
    await remove(profile);
  }
};
