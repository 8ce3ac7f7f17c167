/** By how many lines a key scrolls, where a page has so many; undefined if it is no such key. */
export function moveBy(key: string, page: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    up: -1,
    down: 1,
    'page-up': -page,
    'page-down': page,
    ' ': page,
    home: Number.NEGATIVE_INFINITY,
    end: Number.MAX_SAFE_INTEGER,
  }
  return Object.hasOwn(moves, key) ? moves[key] : undefined
}
