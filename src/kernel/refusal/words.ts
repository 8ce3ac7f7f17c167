import { parseWords } from '../list.ts'

/** The words of a file, for a sentence. */
export function listed(words: string | undefined): string {
  return parseWords(words ?? '').join(', ') || 'nothing'
}

/** The pids in a cgroup, for a sentence: at most three numbers, then how many more. */
export function pidsListed(members: string | undefined): string {
  const all = parseWords(members ?? '')
  if (all.length === 0) return 'gone by now'
  const more = all.length > 3 ? ` and ${all.length - 3} more` : ''
  return `pid ${all.slice(0, 3).join(', ')}${more}`
}

/** What was written, for a sentence. */
export function quoted(text = ''): string {
  return JSON.stringify(text.trim())
}

/** The kernel's microseconds as an author writes them, for a sentence: `50ms`, `500us`. */
export function duration(microseconds: number): string {
  return microseconds < 1000 ? `${microseconds}us` : `${microseconds / 1000}ms`
}
