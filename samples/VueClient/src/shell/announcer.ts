import { ref } from 'vue';
import { en } from '../en';

const every = 2_000;
const longest = 140;

/** What screen readers are told; a busy room must not drown out whoever listens. */
export const announcement = ref('');

let timer: ReturnType<typeof setTimeout> | undefined;
let spokenAt = 0;
let news = '';
let heard = '';
let unheard = 0;

/** Says it soon, at most one thing every 2 seconds. */
export function announce(text: string): void {
  news = text;
  schedule();
}

/** Says a message; of several only how many, and the latest. */
export function announceMessage(name: string, text: string): void {
  heard = en.announce.message(name, text.length > longest ? `${text.slice(0, longest)}…` : text);
  unheard++;
  schedule();
}

function schedule(): void {
  timer ??= setTimeout(speak, Math.max(100, spokenAt + every - Date.now()));
}

function speak(): void {
  const latest = unheard > 1 ? en.announce.several(unheard, heard) : heard;
  announcement.value = [news, latest].filter(Boolean).join(' ');
  spokenAt = Date.now();
  [timer, news, heard, unheard] = [undefined, '', '', 0];
}
