const hues = 8;
const segmenter = new Intl.Segmenter('en');

/** One of eight colours, always the same for one user. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const sign of id) hash = (Math.imul(hash, 31) + sign.codePointAt(0)!) >>> 0;
  return ((hash ^ (hash >>> 4)) >>> 0) % hues;
}

/** The first signs of the first two words, as people see signs. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  return words.slice(0, 2).map((word) => segmenter.segment(word)[Symbol.iterator]().next().value?.segment ?? '').join('').toUpperCase();
}
