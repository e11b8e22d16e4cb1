// Two people chat; the host restarts while one of them writes; nothing is lost.
import assert from 'node:assert/strict';
import { password } from './person.mjs';
import { play, step } from './stage.mjs';

play(async ({ host, person }) => {
  const [ann, bob] = await Promise.all([person('ann'), person('bob')]);
  await Promise.all([ann.open(), bob.open()]);
  await ann.register();
  assert.equal(await ann.page.evaluate('document.cookie'), '', 'no script can read the cookie');
  assert.doesNotMatch(await ann.page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })'), /Token_/, 'and no storage has the token');
  await assert.rejects(ann.page.evaluate('document.body.innerHTML = "<b>markup</b>"'), /TrustedHTML/);
  assert.equal(ann.complaints.splice(0).length, 1, 'the policy is enforced, and that is all that the console has to say');
  step('Ann has registered');

  await bob.page.getByRole('button', { name: 'Create an account' }).click();
  await bob.fill('ann');
  await bob.page.getByText('This name is taken. Choose another one.').waitFor();
  await bob.fill('bob');
  await bob.composer.waitFor();
  step('Bob was told that a name is taken, and has registered');

  await ann.say('hello');
  await bob.sees('hello');
  await bob.say('hi Ann');
  await ann.sees('hi Ann');
  await ann.sees('hello');
  assert.equal(await ann.mine('hello').count(), 1, 'her own message is marked as hers');
  assert.equal(await bob.mine('hello').count(), 0);
  await bob.page.getByRole('region', { name: 'Online' }).getByText('ann', { exact: true }).waitFor();
  assert.equal(await bob.page.getByRole('region', { name: 'Offline' }).count(), 0, 'nobody is listed twice');
  step('they chat');

  await ann.page.reload();
  await ann.sees('hello');
  await ann.sees('hi Ann');
  step('a reload stays signed in');

  await bob.composer.pressSequentially('half a sen');
  await ann.page.getByText('bob is typing').waitFor();
  await host.stop();
  await bob.composer.pressSequentially('tence');
  await bob.composer.press('Enter');
  await ann.say('are you there?');
  await bob.message('half a sentence').getByText('Sending…').waitFor();
  await host.start();
  await ann.sees('half a sentence');
  await bob.sees('are you there?');
  await bob.message('half a sentence').getByText('Sending…').waitFor({ state: 'detached' });
  step('the host restarted while they were writing');

  await Promise.all([ann.page.reload(), bob.page.reload()]);
  for (const somebody of [ann, bob])
    for (const text of ['hello', 'hi Ann', 'half a sentence', 'are you there?']) await somebody.sees(text);
  step('nothing was lost, nothing is there twice');

  await ann.signOut();
  assert.equal(await ann.page.evaluate('fetch("/api/me").then(answer => answer.status)'), 401, 'the session is over');
  await ann.page.reload();
  await ann.username.waitFor();
  await ann.fill('ann', 'not the password');
  await ann.page.getByText('User name or password is wrong.').waitFor();
  await ann.fill('ann', password);
  await ann.sees('half a sentence');
  step('Ann signed out, tried a wrong password, and is back');
});
