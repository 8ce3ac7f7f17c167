import type { Change } from './change.ts'

/** Lines that are shown at most. */
const mostLines = 40

/** What these commands changed, as lines of text: `~ process 412 (bash) moved from cgroup / to demo  (/proc/412/cgroup)`. */
export function changedLines(changes: readonly Change[], commands = 1): string[] {
  if (changes.length === 0) return ['nothing changed']
  const lines = changes.slice(0, mostLines).map(({ sign, text, shown }) => `${sign} ${text}  (${shown})`)
  const more = changes.length - lines.length
  return [
    ...(commands > 1 ? [`by the last ${commands} commands:`] : []),
    ...lines,
    ...(more > 0 ? [`… and ${more} more`] : []),
  ]
}
