/** How many attempts per job may start ahead of the oldest unfinished one, since reports in run order hold back what was seen. */
export const ahead = 16

interface Taken<T> {
  readonly item: T
  done(): void
}

/** Yields items in order, at most `size` ahead of the oldest unfinished one. */
export function inWindow<T>(items: Iterator<T>, size: number) {
  const unfinished = new Set<number>()
  const waiting: (() => void)[] = []
  let count = 0
  const isOpen = () => unfinished.size === 0 || count - Math.min(...unfinished) < size
  return {
    async take(): Promise<Taken<T> | undefined> {
      while (!isOpen()) await new Promise<void>(resolve => waiting.push(resolve))
      const next = items.next()
      if (next.done) return undefined
      const number = count++
      unfinished.add(number)
      const done = () => {
        unfinished.delete(number)
        for (const wake of waiting.splice(0)) wake()
      }
      return { item: next.value, done }
    },
  }
}
