// The pictures of the README: one conversation, at the desk and on the phone. They are written where ROOMSOCKETS_WRITE_SCREENSHOTS=1.
import { fileURLToPath } from 'node:url';
import { play, step } from './stage.mjs';
import { Wire } from './wire.mjs';

const folder = fileURLToPath(new URL('../../../docs/images/', import.meta.url));
const writes = process.env.ROOMSOCKETS_WRITE_SCREENSHOTS === '1';
const start = Date.UTC(2026, 10, 20, 9, 41);
const rooms = ['design', 'kitchen', 'release', 'weekend'];
const talk = [
  ['Clara', 'Good morning! The new build is up: https://example.com/builds/118'],
  ['Clara', 'Could somebody try it on a slow network before noon?'],
  ['David', 'On my way to the train, so I have the slowest one there is.'],
  ['Ann', 'Perfect. I restart the server while you are in the tunnel.'],
  ['David', 'Back in daylight. All eleven messages came, in order, and mine went out by itself.'],
  ['Clara', 'Nothing lost, nothing twice?'],
  ['David', 'Nothing. I did not even notice the restart.'],
  ['Ann', 'Then I would say: ship it.'],
];

play(async ({ person }) => {
  const people = new Map();
  for (const name of ['Ann', 'Bob', 'Clara', 'David']) people.set(name, await person(name, { width: 1280, height: 800 }));
  const ann = people.get('Ann');
  await pin(ann);
  for (const one of people.values()) {
    await one.open();
    await one.register();
  }
  await ann.page.evaluate(async (names) => {
    for (const name of names) await fetch('/api/rooms', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) });
  }, rooms);
  await ann.page.reload();
  for (const name of rooms) {
    await ann.page.getByRole('link', { name: new RegExp(`^${name}`) }).click();
    await ann.page.getByText(`Say hello, this is the start of #${name}`).waitFor();
  }
  await ann.enter('release');
  for (const name of ['Clara', 'David']) {
    await people.get(name).enter('release');
    await people.get(name).page.getByText('Say hello, this is the start of #release').waitFor();
  }
  for (const [name, text] of talk) {
    await people.get(name).say(text);
    await ann.page.getByText(text.split(' https')[0]).first().waitFor();
  }
  await tellElsewhere(people.get('Bob'), ann);
  await people.get('Clara').composer.pressSequentially('Cake');
  await ann.page.getByText('Clara is typing').waitFor();
  await shoot(ann, 'client-light');
  await ann.page.setViewportSize({ width: 390, height: 780 });
  await ann.page.emulateMedia({ colorScheme: 'dark' });
  await people.get('Clara').composer.pressSequentially(' for');
  await ann.page.getByText('Clara is typing').waitFor();
  await shoot(ann, 'client-phone');
});

/** The same times in every picture: those of the page, and those that the host gave to messages. */
async function pin({ page }) {
  await page.clock.setFixedTime(start + 12 * 60_000);
  const wire = await Wire.tap(page);
  const at = ({ offset }) => new Date(start + Math.min(offset, 8) * 60_000).toISOString();
  const dated = (frame) => (frame.at ? { ...frame, at: at(frame) } : frame);
  wire.toPage = (frame) => ({ ...dated(frame), ...(frame.messages && { messages: frame.messages.map(dated) }) });
}

async function tellElsewhere(bob, ann) {
  await bob.enter('weekend');
  for (const text of ['Who is in for Saturday?', 'Trains at 8:10 and 9:10.', 'I bring the map.']) await bob.say(text);
  await bob.sees('I bring the map.');
  await ann.page.getByRole('link', { name: /^weekend.*3 unread/ }).waitFor();
  await bob.enter('release');
  await bob.page.getByRole('complementary').getByRole('button', { name: 'Ann' }).click();
  await bob.say('Lunch?');
  await ann.page.getByRole('link', { name: /^Bob.*1 unread/ }).waitFor();
}

async function shoot({ page }, name) {
  await page.mouse.move(640, 100); // nothing is pointed at
  await page.screenshot({ animations: 'disabled', caret: 'hide', ...(writes && { path: `${folder}${name}.png` }) });
  step(name);
}
