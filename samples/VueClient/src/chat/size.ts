const encoder = new TextEncoder();
// The rest of the frame: type, id, room and key.
const around = 400;
const warnedFrom = 0.9;

/** How many bytes a text still has; absent where there is plenty, or no limit is known. Negative: it is too long. */
export function bytesLeft(text: string, maxBytes: number | undefined): number | undefined {
  // No character takes more than 6 bytes, escaped.
  if (maxBytes === undefined || text.length * 6 < maxBytes * warnedFrom) return undefined;
  const room = maxBytes - around;
  const used = encoder.encode(JSON.stringify(text)).length;
  return used > room * warnedFrom ? room - used : undefined;
}
