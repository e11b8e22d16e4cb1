/** A room, from empty to full. */
export async function roomStates({ ann, wire, person, looks }) {
  const { page } = ann;
  await page.getByText('Say hello, this is the start of #lobby').waitFor();
  await page.getByText(/Open this page in a second tab/).first().waitFor();
  await looks('empty and alone');

  const bob = await person('bob');
  await bob.open();
  await bob.register();
  await ann.say('Good morning! The plan is at https://example.com/plan, have a look.');
  await ann.say('I am in until noon.');
  await bob.say('Thanks 👍');
  await bob.say('<b>not bold</b>\n\nשלום');
  await ann.sees('Thanks 👍');
  await bob.composer.pressSequentially('and');
  await page.getByText('bob is typing').waitFor();
  await looks('messages of two, one typing');

  await page.evaluate(async () => {
    for (const name of ['attic', 'kitchen', 'a room with a name that does not fit into a list of rooms'])
      await fetch('/api/rooms', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) });
  });
  await page.reload();
  await page.getByRole('link', { name: /^kitchen/ }).click();
  await page.getByRole('textbox', { name: 'Message to #kitchen' }).waitFor();
  await page.getByText('Say hello, this is the start of #kitchen').waitFor();
  await bob.say('Are you still there?');
  await page.getByRole('link', { name: /^lobby.*unread/ }).waitFor();
  await looks('unread messages in another room');
  await page.getByRole('link', { name: /^lobby/ }).click();
  await page.getByTestId('unread-divider').waitFor();
  await looks('the divider of the unread');

  wire.toHost = (frame) => {
    if (frame.type !== 'publish') return frame;
    if (frame.data === 'refused') wire.send({ type: 'error', id: frame.id, room: frame.room, code: 'slow_mode', message: 'Slow mode.', temporary: true, retryAfterMs: 600_000 });
    return undefined;
  };
  await ann.say('refused');
  await ann.message('refused').getByText('Not sent: this room is in slow mode.').waitFor();
  await ann.say('on its way');
  await ann.message('on its way').getByText('Sending…').waitFor();
  await ann.message('refused').getByText(/^Retry in /).waitFor();
  await looks('a message on its way, another refused');
  wire.toHost = (frame) => frame;
  await page.reload();

  await ann.sees('Are you still there?');
  await ann.composer.fill('x'.repeat(70_000));
  await page.getByText(/^Too long by/).waitFor();
  await looks('too long');
  await ann.composer.fill('');

  for (let i = 1; i <= 60; i++) await bob.say(`Line ${i}`);
  await ann.sees('Line 60');
  await page.reload();
  await ann.sees('Line 60');
  await ann.message('Line 60').focus();
  await page.keyboard.press('Home');
  await page.getByTestId('jump-to-latest').waitFor();
  await bob.say('At the end');
  await page.getByTestId('jump-to-latest').getByText('1 new message').waitFor();
  await looks('reading further up');
  await page.getByTestId('jump-to-latest').getByRole('button').or(page.getByRole('button', { name: '1 new message' })).first().click();
  await ann.sees('At the end');
}
