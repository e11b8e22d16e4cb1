/** A piece of a text: plain, or a link. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

// What may be an address: of these three kinds only, up to white space or a sign that ends it in prose.
const candidate = /\b(?:https?:\/\/|mailto:)[^\s<>"“”‘’`]+/gi;
const allowed = new Set(['http:', 'https:', 'mailto:']);

/** Finds the links in a text. What it gives is text to be shown as text. Pure. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(candidate)) {
    const shown = trim(match[0]);
    const href = hrefOf(shown);
    if (!href) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: shown, href });
    end = match.index + shown.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

// "See https://example.org/a_(b)." ends before the full stop, but after the bracket that it opened.
function trim(address: string): string {
  let surplus = address.split(')').length - address.split('(').length;
  let end = address.length;
  while (end > 0) {
    const last = address[end - 1]!;
    if (last === ')' && surplus > 0) surplus--;
    else if (!'.,;:!?\'*_'.includes(last)) break;
    end--;
  }
  return address.slice(0, end);
}

function hrefOf(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const hasPlace = url && (url.protocol === 'mailto:' ? url.pathname : url.host);
  return url && hasPlace && allowed.has(url.protocol) ? url.href : undefined;
}
