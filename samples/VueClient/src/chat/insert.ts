/** Puts an item in its place by offset; one that is there already stays as it is. */
export function insert<Item extends { readonly offset: number }>(items: Item[], item: Item): void {
  // Nearly always at the end.
  let index = items.length;
  while (index > 0 && items[index - 1]!.offset > item.offset) index--;
  if (items[index - 1]?.offset !== item.offset) items.splice(index, 0, item);
}
