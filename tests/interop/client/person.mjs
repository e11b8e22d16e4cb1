import assert from 'node:assert/strict';

export const password = 'correct horse';

/** What a browser itself prints when a server is away or refuses: no fault of the page. */
const isNetwork = (text, url) => (/^Failed to load resource/.test(text) && !/\/(assets\/|favicon)/.test(url)) || /^WebSocket connection to '.*' failed/.test(text);

/** Somebody in front of a page. What is looked for has the roles and names that assistive technology finds. */
export class Person {
  complaints = [];

  constructor(page, name) {
    this.page = page;
    this.name = name;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !isNetwork(message.text(), message.location().url)) this.complaints.push(message.text());
    });
  }

  static async arrive(context, name) {
    return new Person(await context.newPage(), name);
  }

  get username() { return this.page.getByRole('textbox', { name: 'User name' }); }
  get password() { return this.page.getByLabel('Password', { exact: true }); }
  get composer() { return this.page.getByRole('textbox', { name: /^Message to / }); }
  get list() { return this.page.getByTestId('message-list'); }
  get banner() { return this.page.getByTestId('connection-banner'); }

  button(name) { return this.page.getByRole('button', { name, exact: true }); }

  /** A message in the list, by what it says. */
  message(text) { return this.list.getByRole('listitem').filter({ has: this.page.getByText(text, { exact: true }) }); }

  /** The same, where the page says that it is one's own. */
  mine(text) { return this.message(text).filter({ has: this.page.getByText('you', { exact: true }) }); }

  async open(address = '/') {
    await this.page.goto(address);
  }

  /** To a room, by its address. */
  async enter(room) {
    await this.open(`/#/rooms/${room}`);
    await this.page.getByRole('textbox', { name: `Message to #${room}`, exact: true }).waitFor();
  }

  async fill(name, secret = password) {
    await this.username.fill(name);
    await this.password.fill(secret);
    await this.password.press('Enter');
  }

  async register() {
    await this.page.getByRole('button', { name: 'Create an account' }).click();
    await this.fill(this.name);
    await this.composer.waitFor();
  }

  async signIn() {
    await this.fill(this.name);
    await this.composer.waitFor();
  }

  async signOut({ hears = true } = {}) {
    await this.page.getByRole('button', { name: /, Account and settings$/ }).click();
    const said = this.page.waitForEvent(hears ? 'requestfinished' : 'requestfailed', (request) => request.url().endsWith('/api/logout'));
    await this.button('Sign out').click();
    await this.username.waitFor();
    await said;
  }

  async say(text) {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Waits until the message is there exactly once. */
  async sees(text) {
    await this.message(text).first().waitFor();
    assert.equal(await this.message(text).count(), 1, `${this.name} sees "${text}" once`);
  }
}
