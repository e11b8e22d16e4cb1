/** Stands between a page and the host's socket: frames are added, changed or withheld, and connections ended, as no real host would do it at the right moment. */
export class Wire {
  /** What the page has sent, in order. */
  sent = [];
  /** Given each frame of the page; what comes back goes to the host, nothing goes there otherwise. */
  toHost = (frame) => frame;
  /** Given each frame of the host; what comes back goes to the page. */
  toPage = (frame) => frame;
  /** While true, new connections end at once. */
  isCut = false;
  /** How often the page has tried to connect. */
  tries = 0;
  #page;
  #socket;
  #connects = () => {};

  constructor(page) {
    this.#page = page;
  }

  /** Before the page is opened. */
  static async tap(page) {
    const wire = new Wire(page);
    await page.routeWebSocket(/\/ws(\?|$)/, (socket) => wire.#connected(socket));
    return wire;
  }

  /** To the page, as if the host had sent it. */
  send(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  async close(code, reason = '') {
    await this.#socket.close({ code, reason });
  }

  /** Ends the connection, and all that follow. */
  async cut() {
    this.isCut = true;
    await this.close(1012);
  }

  /** Lets the page connect again, and makes it try now: its waits have grown meanwhile. */
  async mend() {
    this.isCut = false;
    const connected = new Promise((resolve) => (this.#connects = resolve));
    const knock = () => this.#page.evaluate(() => dispatchEvent(new Event('online'))).catch(() => { /* it is being loaded */ });
    const timer = setInterval(knock, 250);
    await Promise.all([connected, knock()]);
    clearInterval(timer);
  }

  frames(type) {
    return this.sent.filter((frame) => frame.type === type);
  }

  #connected(socket) {
    this.tries++;
    if (this.isCut) return void socket.close({ code: 1012 });
    this.#socket = socket;
    this.#connects();
    const host = socket.connectToServer();
    socket.onMessage((text) => {
      const frame = JSON.parse(text);
      this.sent.push(frame);
      pass(this.toHost(frame), host);
    });
    host.onMessage((text) => pass(this.toPage(JSON.parse(text)), socket));
  }
}

function pass(frame, to) {
  if (frame) to.send(JSON.stringify(frame));
}
