import { shallowRef } from 'vue';
import { announce } from './announcer';

const shownFor = 5_000;

/** What happened in passing. */
export const toast = shallowRef<string>();

let timer: ReturnType<typeof setTimeout> | undefined;

export function showToast(text: string): void {
  clearTimeout(timer);
  toast.value = text;
  announce(text);
  timer = setTimeout(hideToast, shownFor);
}

export function hideToast(): void {
  clearTimeout(timer);
  toast.value = undefined;
}
