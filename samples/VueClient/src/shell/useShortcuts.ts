import { onScopeDispose } from 'vue';

export interface Shortcuts {
  /** To the next conversation, or the one before (-1). */
  step(by: 1 | -1, unreadOnly: boolean): void;
  help(): void;
}

/** The keys that work everywhere on the page. */
export function useShortcuts({ step, help }: Shortcuts): void {
  function pressed(event: KeyboardEvent): void {
    if (event.isComposing || document.querySelector('dialog:modal')) return;
    if (event.altKey && !event.ctrlKey && !event.metaKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      step(event.key === 'ArrowDown' ? 1 : -1, event.shiftKey);
    } else if (event.key === 'F6') {
      event.preventDefault();
      focusRegion(event.shiftKey ? -1 : 1);
    } else if (event.key === '?' && !isTyping(event.target)) {
      event.preventDefault();
      help();
    }
  }

  addEventListener('keydown', pressed);
  onScopeDispose(() => removeEventListener('keydown', pressed));
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

// A region says with data-region where its focus begins.
function focusRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.checkVisibility());
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[at < 0 ? (by > 0 ? 0 : regions.length - 1) : (at + by + regions.length) % regions.length];
  const first = next?.querySelector<HTMLElement>(next.dataset.region!) ?? next;
  first?.focus();
}

/** Where one writes. */
export function focusComposer(): void {
  document.querySelector<HTMLElement>('[data-testid="composer"]')?.focus();
}
