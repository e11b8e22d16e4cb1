// Everything is reached without a mouse, and the focus is never lost.
import assert from 'node:assert/strict';
import { password } from './person.mjs';
import { play, step } from './stage.mjs';

play(async ({ person }) => {
  const [ann, bob] = await Promise.all([person('ann'), person('bob')]);
  const { keyboard } = ann.page;
  await Promise.all([ann.open(), bob.open()]);
  await bob.register();
  await ann.page.getByRole('button', { name: 'Create an account' }).focus();
  await keyboard.press('Enter');
  await focused(ann.username);
  await keyboard.type('ann');
  await keyboard.press('Tab');
  await keyboard.type(password);
  await keyboard.press('Enter');
  await focused(ann.composer);
  step('Ann has registered');

  await bob.page.evaluate(async () => {
    for (const name of ['attic', 'kitchen']) await fetch('/api/rooms', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) });
  });
  await ann.page.reload();
  const link = (name) => ann.page.getByRole('link', { name: new RegExp(`^${name}`) });
  for (const name of ['attic', 'kitchen']) {
    await link(name).click(); // a room's unread messages are counted once it was opened
    await ann.page.getByRole('textbox', { name: `Message to #${name}` }).waitFor();
  }
  await keyboard.press('Alt+ArrowUp');
  await current(link('attic'));
  await link('lobby').click();
  await bob.enter('kitchen');
  await bob.say('dinner?');
  await link('kitchen').and(ann.page.getByRole('link', { name: /1 unread message/ })).waitFor();
  await ann.page.waitForFunction(() => document.title.startsWith('(1) '));
  await keyboard.press('Alt+Shift+ArrowDown');
  await ann.page.getByRole('textbox', { name: 'Message to #kitchen' }).waitFor();
  await ann.sees('dinner?');
  await ann.page.waitForFunction(() => !document.title.startsWith('('));
  step('Alt and the arrows walk through the rooms');

  await ann.composer.focus();
  const seen = [];
  for (let i = 0; i < 3; i++) {
    await keyboard.press('F6');
    seen.push(await regionOf(ann));
  }
  assert.deepEqual(seen, ['aside', 'nav', 'main'], 'F6 goes around');
  await keyboard.press('Shift+F6');
  assert.equal(await regionOf(ann), 'nav');
  step('F6 walks through the regions');

  await ann.composer.focus();
  const newest = ann.list.getByRole('listitem').last();
  await newest.focus();
  await keyboard.press('?');
  const help = ann.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await help.waitFor();
  await keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await focused(newest); // where it was
  const add = ann.button('Create or join a room');
  await add.focus();
  await keyboard.press('Enter');
  const dialog = ann.page.getByRole('dialog', { name: 'Create or join a room' });
  await focused(dialog.getByRole('textbox'));
  await keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await focused(add);
  step('Escape closes, and gives the focus back');

  await add.press('Enter');
  await keyboard.type('garden');
  await keyboard.press('Enter');
  await ann.page.getByRole('textbox', { name: 'Message to #garden' }).waitFor();
  await ann.composer.focus();
  await keyboard.type('one');
  await keyboard.press('Shift+Enter');
  await keyboard.type('two');
  await keyboard.press('Enter');
  await keyboard.type('three');
  await keyboard.press('Enter');
  await ann.sees('three');
  await ann.list.getByText('one\ntwo').waitFor();
  assert.equal(await ann.composer.inputValue(), '');
  step('Enter sends, Shift+Enter starts a new line');

  const items = ann.list.getByRole('listitem').filter({ hasText: /one|three/ });
  await items.last().focus();
  await keyboard.press('ArrowUp');
  await focused(items.first());
  await keyboard.press('Escape');
  await focused(ann.composer);
  step('the arrows walk through the messages');
}, 90);

async function focused(locator) {
  await locator.and(locator.page().locator(':focus')).waitFor();
}

async function current(locator) {
  await locator.and(locator.page().locator('[aria-current]')).waitFor();
}

const regionOf = ({ page }) => page.evaluate(() => document.activeElement.closest('nav, main, aside')?.localName);
