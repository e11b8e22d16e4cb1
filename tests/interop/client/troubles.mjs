// What goes wrong is said, and can be put right.
import assert from 'node:assert/strict';
import { play, step } from './stage.mjs';
import { Wire } from './wire.mjs';

play(async ({ person }) => {
  const [ann, bob] = await Promise.all([person('ann'), person('bob')]);
  const wire = await Wire.tap(ann.page);
  await Promise.all([ann.open(), bob.open()]);
  await Promise.all([ann.register(), bob.register()]);
  await ann.page.getByText('bob').first().waitFor();

  await sends(ann, bob, wire);
  await waitsToSend(ann, bob, wire);
  await isModerated(ann, bob, wire);
  await fillsAGap(ann, bob, wire);
  await comesBack(ann, bob, wire);
  await endsItsSession(ann);
  await isRemoved(ann, wire);
  await isReplaced(ann, wire);
  await signsOutAlone(ann);
  await waitsForTheDoor(ann);
});

/** A message that the host refuses stays, says why, and can be sent again under its key. */
async function sends(ann, bob, wire) {
  wire.toHost = (frame) => {
    if (frame.type !== 'publish') return frame;
    wire.send({ type: 'error', id: frame.id, room: frame.room, code: 'muted', message: 'You are muted.', temporary: false });
    return undefined;
  };
  await ann.say('refused');
  const refused = ann.message('refused');
  await refused.getByText('Not sent: you are muted here.').waitFor();
  await ann.say('given up');
  await ann.message('given up').getByRole('button', { name: /^Delete/ }).click();
  await ann.message('given up').waitFor({ state: 'detached' });

  wire.toHost = (frame) => frame;
  await refused.getByRole('button', { name: /^Retry/ }).click();
  await bob.sees('refused');
  await refused.getByText('Not sent').waitFor({ state: 'detached' });
  await ann.sees('refused');
  const keys = wire.frames('publish').map(({ key }) => key);
  assert.equal(keys.length, 3);
  assert.equal(keys.at(-1), keys[0], 'it was sent again under its key');
  assert.equal(await bob.message('given up').count(), 0);
  step('a message was refused, and sent again');
}

/** Where the host says when, the next attempt waits for it. */
async function waitsToSend(ann, bob, wire) {
  wire.toHost = (frame) => {
    if (frame.type !== 'publish') return frame;
    wire.send({ type: 'error', id: frame.id, room: frame.room, code: 'slow_mode', message: 'Slow mode.', temporary: true, retryAfterMs: 600_000 });
    return undefined;
  };
  await ann.say('too fast');
  const tooFast = ann.message('too fast');
  await tooFast.getByText('Not sent: this room is in slow mode.').waitFor();
  assert.ok(await tooFast.getByRole('button', { name: /^Retry in (10:00|9:\d\d)$/ }).isDisabled());
  await tooFast.getByRole('button', { name: 'Delete' }).click();

  let refusals = 1;
  wire.toHost = (frame) => {
    if (frame.type !== 'publish' || refusals-- <= 0) return frame;
    wire.send({ type: 'error', id: frame.id, room: frame.room, code: 'rate_limited', message: 'Too fast.', temporary: true, retryAfterMs: 300 });
    return undefined;
  };
  await ann.say('a moment later');
  await bob.sees('a moment later');
  await ann.sees('a moment later');
  assert.equal(await ann.page.getByText('Not sent').count(), 0, 'short waits are nobody\'s business');
  wire.toHost = (frame) => frame;
  step('messages had to wait');
}

/** What a moderator changes or deletes changes where it is read. */
async function isModerated(ann, bob, wire) {
  const offsets = new Map();
  wire.toPage = (frame) => {
    if (frame.type === 'message') offsets.set(frame.data, frame.offset);
    return frame;
  };
  for (const text of ['rude', 'call 555-1234']) await bob.say(text);
  await ann.sees('call 555-1234');
  wire.send({ type: 'redacted', room: 'lobby', offset: offsets.get('rude') });
  wire.send({ type: 'redacted', room: 'lobby', offset: offsets.get('call 555-1234'), data: 'call …' });
  await ann.sees('call …');
  assert.equal(await ann.message('rude').count(), 0);
  wire.toPage = (frame) => frame;
  step('messages were deleted and changed');
}

/** What cannot be recovered is shown as a hole where it is, and can be asked for again. */
async function fillsAGap(ann, bob, wire) {
  await wire.cut();
  await bob.say('while you were away');
  await bob.sees('while you were away');
  wire.toPage = (frame) => (frame.type === 'joined' && frame.recovered ? { ...frame, recovered: false, messages: undefined } : frame);
  wire.toHost = (frame) => {
    if (frame.type !== 'history') return frame;
    wire.send({ type: 'error', id: frame.id, room: frame.room, code: 'store_unavailable', message: 'The store is away.', temporary: false });
    return undefined;
  };
  await wire.mend();
  const gap = ann.page.getByTestId('gap');
  await gap.getByText('Some messages could not be loaded').waitFor();
  assert.equal(await ann.message('while you were away').count(), 0);

  wire.toHost = wire.toPage = (frame) => frame;
  await gap.getByRole('button', { name: /^Retry/ }).click();
  await ann.sees('while you were away');
  await gap.waitFor({ state: 'detached' });
  step('a gap was shown, and filled');
}

/** After five seconds the page says that it waits, and goes on by itself. */
async function comesBack(ann, bob, wire) {
  await wire.cut();
  await ann.banner.getByText(/Connection lost/).waitFor();
  await ann.say('from the tunnel');
  await ann.message('from the tunnel').getByText('Sending…').waitFor();
  const { tries } = wire;
  await ann.button('Retry now').click();
  await ann.banner.getByText(/Connection lost, next try/).waitFor();
  assert.ok(wire.tries > tries, 'it tried at once');
  await wire.mend();
  await bob.sees('from the tunnel');
  await ann.banner.waitFor({ state: 'detached' });
  await ann.sees('from the tunnel');

  await ann.page.context().setOffline(true);
  await ann.banner.getByText(/^You are offline/).waitFor();
  await ann.page.context().setOffline(false);
  await ann.banner.waitFor({ state: 'detached' });
  step('the connection was lost, and is back');
}

async function endsItsSession(ann) {
  await ann.composer.fill('not yet sent');
  await ann.page.evaluate('fetch("/api/logout", { method: "POST" }).then(() => true)');
  await ann.page.getByText(/^Your session has ended/).waitFor();
  await ann.signIn();
  assert.equal(await ann.composer.inputValue(), 'not yet sent');
  await ann.composer.fill('');
  step('the session ended, and what was written is kept');
}

async function isRemoved(ann, wire) {
  await ann.sees('from the tunnel'); // the room is joined again
  const joins = wire.frames('join').length;
  wire.send({ type: 'left', room: 'lobby', reason: 'kicked' });
  const dialog = ann.page.getByRole('dialog', { name: 'You were removed from #lobby' });
  await dialog.waitFor();
  assert.equal(wire.frames('join').length, joins, 'it does not come back by itself');
  await dialog.getByRole('button', { name: 'OK' }).click();
  await dialog.waitFor({ state: 'detached' });
  await ann.page.getByText('You are not in this room any more.').waitFor();
  await ann.button('Enter again').click();
  await ann.sees('from the tunnel');
  await ann.composer.waitFor();
  step('Ann was removed from a room, and entered it again');
}

async function isReplaced(ann, wire) {
  wire.send({ type: 'bye', code: 4011, reason: 'replaced', reconnect: false });
  await wire.close(4011, 'replaced');
  const dialog = ann.page.getByRole('dialog', { name: 'This page was disconnected' });
  await dialog.getByText(/open in another place/).waitFor();
  await dialog.getByRole('button', { name: 'Connect here' }).click();
  await ann.page.getByRole('link', { name: /^lobby/ }).click();
  await ann.sees('from the tunnel');
  step('Ann was replaced, and connected here again');
}

/** Signing out counts here at once, and at the host as soon as it hears of it. */
async function signsOutAlone(ann) {
  await ann.page.route('**/api/logout', (route) => route.abort());
  await ann.signOut({ hears: false });
  await ann.page.reload();
  await ann.username.waitFor();
  assert.equal(await ann.page.evaluate('fetch("/api/me").then(answer => answer.status)'), 200, 'the host has not heard of it');
  await ann.page.unroute('**/api/logout');
  const said = ann.page.waitForResponse('**/api/logout');
  await ann.page.reload();
  assert.ok((await said).ok());
  assert.equal(await ann.page.evaluate('fetch("/api/me").then(answer => answer.status)'), 401);
  step('Ann signed out while the host was away');
}

async function waitsForTheDoor(ann) {
  await ann.page.route('**/api/login', (route) => route.fulfill({ status: 429, headers: { 'Retry-After': '2' }, json: { code: 'too_many_attempts' } }), { times: 1 });
  await ann.fill('ann');
  await ann.page.getByText('Too many attempts. Wait a moment.').waitFor();
  await ann.button(/^Wait \d s$/).waitFor();
  await ann.button('Sign in').click();
  await ann.composer.waitFor();
  step('Ann had to wait at the door');
}
