// Two people write to each other alone, one of them on a phone: one pane at a time, and Back works.
import assert from 'node:assert/strict';
import { play, step } from './stage.mjs';

play(async ({ person }) => {
  const [ann, bob] = await Promise.all([person('ann', { width: 390, height: 780, isMobile: true, hasTouch: true }), person('bob')]);
  const { page } = ann;
  await Promise.all([ann.open(), bob.open()]);
  await bob.register();
  await page.getByRole('button', { name: 'Create an account' }).tap();
  await ann.fill('ann');
  const link = (name) => page.getByRole('link', { name: new RegExp(`^${name}`) });
  await link('lobby').tap();
  await ann.composer.waitFor();
  assert.equal(await page.getByRole('navigation').isVisible(), false, 'one pane at a time');
  await ann.say('hello from the phone');
  await bob.sees('hello from the phone');
  step('Ann is in a room');

  await page.goBack();
  await link('lobby').waitFor();
  assert.equal(await ann.composer.isVisible(), false);
  await page.goForward();
  await ann.sees('hello from the phone');
  await ann.button('Back to rooms').tap();
  await link('lobby').waitFor();
  step('Back leads to the list');

  await bob.page.getByRole('complementary').getByRole('button', { name: 'ann' }).click();
  await bob.say('psst');
  await link('bob').and(page.getByRole('link', { name: /1 unread message/ })).tap();
  await ann.sees('psst');
  await ann.say('yes?');
  await bob.sees('yes?');
  await Promise.all([page.reload(), bob.page.reload()]);
  for (const somebody of [ann, bob]) for (const text of ['psst', 'yes?']) await somebody.sees(text);
  await ann.button('Back to rooms').tap();
  await link('lobby').tap();
  assert.equal(await ann.message('psst').count(), 0, 'it stays between the two');
  step('they write to each other alone');

  await page.getByRole('button', { name: /^People, 2/ }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'bob' }).tap();
  await ann.sees('psst');
  step('the drawer leads to a person');

  await page.setViewportSize({ width: 320, height: 400 });
  await ann.composer.fill('many words '.repeat(80));
  const places = await Promise.all([ann.composer, ann.button('Send')].map((one) => one.boundingBox()));
  for (const { x, y, width, height } of places) assert.ok(x >= 0 && y >= 0 && x + width <= 320 && y + height <= 400, 'what one writes stays in sight');
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, 'nothing scrolls sideways');
  step('small screens, and an open keyboard, leave room to write');
}, 90);
