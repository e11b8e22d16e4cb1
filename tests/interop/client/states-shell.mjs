/** What opens over and beside a room. */
export async function shellStates({ ann, wire, looks }) {
  const { page } = ann;
  await ann.button('Create or join a room').click();
  const dialog = page.getByRole('dialog', { name: 'Create or join a room' });
  await dialog.getByRole('textbox').press('Enter');
  await dialog.getByText('Enter a name.').waitFor();
  await looks('a new room', [1440, 800]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /, Account and settings$/ }).click();
  await ann.button('Keyboard shortcuts').waitFor();
  await looks('account and settings', [1440, 800]);
  await ann.button('Keyboard shortcuts').click();
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await looks('keyboard shortcuts');
  await page.keyboard.press('Escape');

  await page.getByRole('searchbox', { name: 'Find a room' }).fill('cellar');
  await page.getByText('Nothing matches “cellar”.').waitFor();
  await looks('no room found', [1440, 800]);
  await page.keyboard.press('Escape');

  await page.setViewportSize({ width: 800, height: 900 });
  await page.getByRole('button', { name: /^People, / }).click();
  await page.getByRole('dialog').getByText('bob').waitFor();
  await looks('people in a drawer', [800, 390]);
  await page.keyboard.press('Escape');

  await page.setViewportSize({ width: 390, height: 844 });
  await ann.button('Back to rooms').click();
  await page.getByRole('link', { name: /^lobby/ }).waitFor();
  await looks('the list on a phone', [390]);
  await page.route('**/api/rooms', (route) => route.fulfill({ json: [] }));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate('location.hash = "#/"');
  await page.reload();
  await page.getByText('No rooms yet. Create the first one.').waitFor();
  await looks('no rooms', [390]);
  await page.unroute('**/api/rooms');
  await ann.sees('At the end'); // beside the list there is always a room

  await page.getByRole('complementary').getByRole('button', { name: /bob/ }).click();
  await page.getByText('Say hello to bob').waitFor();
  await looks('a direct conversation, empty');
  await ann.say('Just for you');
  await ann.sees('Just for you');
  await looks('a direct conversation');

  await page.getByRole('link', { name: /^lobby/ }).click();
  await ann.sees('At the end');
  wire.send({ type: 'presence', room: 'lobby', count: 4321 });
  await page.getByText(/^4,321 people here: too many/).waitFor();
  await looks('a room too large for a list');
  wire.send({ type: 'signal', room: 'lobby', name: 'notice', from: null, data: 'The shop opens in five minutes.' });
  await page.getByText('The shop opens in five minutes.').first().waitFor();
  await looks('a notice', [1440, 390]);

  await page.route('**/api/rooms', (route) => route.abort());
  await page.reload();
  await page.getByText('The rooms could not be loaded.').waitFor();
  await looks('rooms could not be loaded', [1440, 800]);
  await page.unroute('**/api/rooms');
}
