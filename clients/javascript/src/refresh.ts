import { backoff } from './backoff.js';
import { after, duration, type Timer } from './timer.js';

/** Renews the token of a live connection at 80 % of its life. */
export class Refresh {
  readonly #renew: (isCurrent: () => boolean) => Promise<number | undefined>;
  readonly #random: () => number;
  #timer: Timer | undefined;
  #turn = 0;
  #due = Infinity;

  /** `renew` comes back with the life of the new token in seconds; one that fails is tried again. `isCurrent` ends with the connection. */
  constructor(renew: (isCurrent: () => boolean) => Promise<number | undefined>, random: () => number) {
    this.#renew = renew;
    this.#random = random;
  }

  /** Takes the life of the token in seconds; nothing for one that does not expire. */
  start(expiresIn: number | undefined): void {
    this.stop();
    const life = duration(expiresIn);
    this.#due = Infinity;
    if (life === undefined) return;
    const wait = Math.max(1_000, life * 800);
    this.#due = Date.now() + wait;
    this.#after(wait, 0);
  }

  /** Whether the token is so old that it should be another by now; timers stand still while a device sleeps. */
  get isDue(): boolean {
    return Date.now() >= this.#due;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#turn++;
  }

  #after(milliseconds: number, attempt: number): void {
    const turn = this.#turn;
    this.#timer = after(milliseconds, async () => {
      const outcome = await this.#renew(() => turn === this.#turn).catch(() => null);
      if (turn !== this.#turn) return;
      if (outcome === null) this.#after(backoff(attempt, this.#random), attempt + 1);
      else this.start(outcome);
    });
  }
}
