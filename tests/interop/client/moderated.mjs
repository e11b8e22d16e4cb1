// A host that ends visits and connections: what its own manager of connections does reaches the page.
import assert from 'node:assert/strict';
import { play, step } from './stage.mjs';

play(async ({ person }) => {
  const [ann, bob] = await Promise.all([person('ann'), person('bob')]);
  const moderator = async (act, name) => assert.ok((await ann.page.request.post(`/moderator/${act}/${name}`)).ok());
  await Promise.all([ann.open(), bob.open()]);
  await Promise.all([ann.register(), bob.register()]);
  await ann.say('hello');
  await bob.sees('hello');

  await moderator('remove', 'ann');
  await ann.page.getByText('You are not in this room any more.').waitFor();
  await bob.say('she is gone');
  await bob.sees('she is gone');
  assert.equal(await ann.message('she is gone').count(), 0);
  await ann.button('Enter again').click();
  await ann.sees('she is gone');
  step('Ann was taken out of the room, and entered it again');

  await moderator('restart', 'ann');
  await bob.say('did you notice?');
  await ann.sees('did you notice?');
  assert.equal(await ann.banner.count(), 0, 'a short break is not worth a word');
  step('a connection that may come back did so in silence');

  await ann.composer.fill('not yet sent');
  await moderator('disconnect', 'ann');
  const dialog = ann.page.getByRole('dialog', { name: 'This page was disconnected' });
  await dialog.getByText('A moderator disconnected you.').waitFor();
  assert.equal(await dialog.getByRole('button').count(), 1, 'nobody is invited to come back at once');
  await ann.page.keyboard.press('Escape');
  assert.ok(await dialog.isVisible(), 'it cannot be waved away');
  await bob.page.getByText('1 person here').or(bob.page.getByText(/^Only you are here/)).first().waitFor();
  step('Ann was disconnected');
});
