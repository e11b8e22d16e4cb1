// Two people chat on MinimalHost's page in a real browser. The page's address is the first argument; the last line printed is "done".
const assert = require('node:assert/strict');
const { withChromium } = require('./chromium.cjs');

const PASSWORD = 'correct horse';
const unique = Date.now().toString(36);
const url = new URL(`#page-${unique}`, process.argv[2]).toString();
setTimeout(() => { console.error('The page took too long.'); process.exit(3); }, 90_000).unref();

const connected = 'document.querySelector(\'[data-testid="state"]\')?.textContent === "Connected"';
const atTheDoor = '!document.querySelector("#door").hidden';
const messages = (tab) => tab.run('[...document.querySelectorAll("#messages li")].map(item => (item.matches(".mine") ? "me: " : "") + (item.querySelector(".text") ?? item).textContent)');
const count = (number) => `document.querySelectorAll("#messages li").length === ${number}`;
const step = (text) => console.log(text);

async function fill(tab, name, password) {
  await tab.type('username', name);
  await tab.type('password', password);
  await tab.enter();
}

async function say(tab, text) {
  await tab.type('message', text);
  await tab.enter();
}

async function register(tab, name) {
  await tab.until(atTheDoor);
  await tab.click('switch');
  await fill(tab, name, PASSWORD);
  await tab.until(connected);
  assert.equal(await tab.text('who'), name);
}

withChromium(async (person) => {
  const [ann, bob] = [`ann-${unique}`, `bob-${unique}`];
  const [annsTab, bobsTab] = [await person(), await person()];
  const first = await annsTab(url);
  await register(first, ann);
  assert.equal(await first.run('document.cookie'), '', 'no script can read the cookie');
  assert.doesNotMatch(await first.run('JSON.stringify({ ...localStorage, ...sessionStorage })'), /Token_/, 'and no storage has the token');
  await say(first, 'hello');
  await first.until(count(1));
  step('registered');

  const second = await bobsTab(url);
  await second.until(atTheDoor);
  await second.click('switch');
  await fill(second, ann, PASSWORD);
  await second.until('!document.querySelector("#doorError").hidden');
  assert.equal(await second.text('door-error'), 'Username already registered');
  await register(await bobsTab(url), bob);
  step('refused a name that is taken');

  // The first tab finds out that its person is signed in now, as it does when it is looked at again.
  await second.show();
  await second.until(connected);
  await second.until(count(1));
  assert.deepEqual(await messages(second), ['hello'], 'what was said before is there');
  await say(second, 'hi');
  await first.until(count(2));
  assert.deepEqual(await messages(first), ['me: hello', 'hi']);
  step('chatted');

  await first.reload();
  await first.until(`${connected} && ${count(2)}`);
  assert.deepEqual(await messages(first), ['me: hello', 'hi'], 'a reload stays signed in');
  step('reloaded');

  await first.type('message', 'not yet sent');
  await first.run('fetch("api/logout", { method: "POST" }).then(() => true)');
  await first.until(atTheDoor);
  assert.match(await first.run('document.querySelector("#doorReason").textContent'), /has ended/);
  await fill(first, ann, 'wrong password');
  await first.until('!document.querySelector("#doorError").hidden');
  assert.equal(await first.text('door-error'), 'Incorrect username or password');
  await fill(first, ann, PASSWORD);
  await first.until(`${connected} && ${count(2)}`);
  assert.equal(await first.run('document.querySelector("#message").value'), 'not yet sent');
  step('came back after the session had ended');

  await first.click('sign-out');
  await first.until(atTheDoor);
  await first.until('localStorage["roomsockets.leaving"] === ""');
  await first.reload();
  await first.until(atTheDoor);
  assert.equal(await first.run('fetch("api/me").then(answer => answer.status)'), 401);
  step('signed out');
}).then(() => step('done'), (error) => { console.error(error); process.exit(1); });
