import { onScopeDispose, readonly, ref } from 'vue';

export type Kind = 'rooms' | 'people';

/** Where the page is: in a conversation, or at the list of them. */
export interface Place {
  readonly kind: Kind;
  /** The name of the room, or the id of the person. */
  readonly id: string;
}

/** Reads the part of an address behind `#`: `/rooms/lobby`, `/people/7`, or the bare name of a room. */
export function parse(hash: string): Place | undefined {
  const [, kind, rest] = /^#\/(rooms|people)\/(.+)$/s.exec(hash) ?? [];
  const encoded = rest ?? (hash.startsWith('#/') ? '' : hash.slice(1));
  if (!encoded) return undefined;
  return { kind: (kind as Kind | undefined) ?? 'rooms', id: decode(encoded) };
}

export function address({ kind, id }: Place): string {
  return `#/${kind}/${encodeURIComponent(id)}`;
}

export const home = '#/';

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The place that the address names, with the browser's own history behind it. */
export function useRoute() {
  const place = ref(parse(location.hash));
  let cameFromHome = false;

  function changed(event?: HashChangeEvent): void {
    cameFromHome = event !== undefined && parse(new URL(event.oldURL).hash) === undefined;
    place.value = parse(location.hash);
  }

  function go(to: Place): void {
    location.hash = address(to);
  }

  function replace(to: Place | undefined): void {
    history.replaceState(history.state, '', to ? address(to) : home);
    changed();
  }

  /** To the list: back in history where that is what lies behind. */
  function leave(): void {
    if (cameFromHome) history.back();
    else replace(undefined);
  }

  addEventListener('hashchange', changed);
  onScopeDispose(() => removeEventListener('hashchange', changed));
  return { place: readonly(place), go, replace, leave };
}
