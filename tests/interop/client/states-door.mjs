import { password } from './person.mjs';

/** Before somebody is in. */
export async function doorStates({ ann, looks }) {
  const { page } = ann;
  const answers = (path, answer) => page.route(`**/api/${path}`, (route) => (answer ? route.fulfill(answer) : route.abort()));
  const stops = (path) => page.unroute(`**/api/${path}`);

  await answers('me');
  await ann.open();
  await page.getByRole('heading', { name: 'The server cannot be reached' }).waitFor();
  await looks('server away at first');
  await stops('me');
  await ann.button('Retry now').click();
  await ann.username.waitFor();
  await looks('sign in');

  await ann.password.press('Enter');
  await page.getByText('Enter your user name.').waitFor();
  await looks('nothing entered');

  await ann.fill('ann', 'wrong password');
  await page.getByText('User name or password is wrong.').waitFor();
  await looks('wrong password');

  await answers('login', { status: 429, headers: { 'Retry-After': '600' }, json: { code: 'too_many_attempts' } });
  await ann.fill('ann');
  await ann.button(/^Wait (10:00|9:\d\d)$/).waitFor();
  await looks('too many attempts');
  await stops('login');
  await page.reload();

  await page.getByRole('button', { name: 'Create an account' }).click();
  await answers('register', { status: 409, json: { code: 'name_taken' } });
  await ann.fill('bob');
  await page.getByText('This name is taken. Choose another one.').waitFor();
  await ann.button('Show password').click();
  await looks('name taken, password shown');
  await stops('register');
  await ann.fill('ann', password);
  await ann.composer.waitFor();
}
