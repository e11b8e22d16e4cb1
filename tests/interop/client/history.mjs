// A long past: the newest page at first, older ones before somebody gets there, and nothing jumps.
import assert from 'node:assert/strict';
import { play, step } from './stage.mjs';

const lines = 130;

play(async ({ person }) => {
  const [ann, bob] = await Promise.all([person('ann'), person('bob', { width: 390, height: 844 })]);
  await Promise.all([ann.open(), bob.open()]);
  await ann.register();
  for (let i = 1; i <= lines; i++) await ann.say(`Line ${i}`);
  await ann.sees(`Line ${lines}`);
  step(`${lines} messages`);

  await bob.page.getByRole('button', { name: 'Create an account' }).click();
  await bob.fill('bob');
  await bob.page.getByRole('link', { name: /^lobby/ }).click();
  await bob.sees(`Line ${lines}`);
  assert.ok(await count(bob) < lines / 2, 'the newest page at first');
  for (let before = await count(bob); before < lines; before = await count(bob)) await readsUp(bob, before);
  await bob.page.getByText('Beginning of #lobby').waitFor();
  for (let i = 1; i <= lines; i++) assert.equal(await bob.message(`Line ${i}`).count(), 1);
  step('all of them, each once');

  await bob.page.getByRole('button', { name: 'Jump to latest' }).click();
  await bob.page.waitForFunction(() => {
    const box = document.querySelector('[data-testid="message-list"] > div');
    return box.scrollHeight - box.scrollTop - box.clientHeight < 2;
  });
  await ann.say('one more');
  await bob.sees('one more');
  assert.equal(await bob.page.getByTestId('jump-to-latest').count(), 0, 'who reads at the bottom stays there');
  step('and back');
});

const count = ({ list }) => list.locator('li[tabindex]').count();

/** Goes near the top, and looks where the first visible message stands before and after older ones have come. */
async function readsUp(bob, before) {
  const moved = await bob.page.evaluate(async (known) => {
    const box = document.querySelector('[data-testid="message-list"] > div');
    const items = () => [...box.querySelectorAll('li[tabindex]')];
    box.scrollTop = 280;
    const row = items().find((one) => one.getBoundingClientRect().top > box.getBoundingClientRect().top);
    const place = row.getBoundingClientRect().bottom;
    const frame = () => new Promise(requestAnimationFrame);
    for (const until = performance.now() + 15_000; items().length === known; await frame()) if (performance.now() > until) throw new Error('No older messages came.');
    await frame();
    return row.getBoundingClientRect().bottom - place;
  }, before);
  assert.ok(Math.abs(moved) < 1.5, `what is read stays where it is, but it moved by ${moved} px`);
}
