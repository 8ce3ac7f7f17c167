import { unreadable } from '../linux/unreadable.ts'

/** Words apart by spaces or newlines, such as the controllers of a cgroup. */
export function parseWords(text: string): string[] {
  return text.split(/\s+/).filter(word => word !== '')
}

/** Whole numbers, one a line, such as the pids of a cgroup. */
export function parseNumbers(text: string): number[] {
  return parseWords(text).map(word => {
    if (!/^-?\d+$/.test(word)) throw unreadable('whole numbers, one a line', text)
    return Number(word)
  })
}

/** More numbers than any machine has CPUs or memory nodes: a text that asks for it is not the kernel's. */
const mostNumbers = 2 ** 16

/** Numbers and ranges, such as the CPUs `0-3,7`; empty for none. */
export function parseRanges(text: string): number[] {
  const numbers = text
    .trim()
    .split(',')
    .filter(part => part !== '')
    .flatMap(part => {
      const [, first = '', last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? []
      const count = Number(last) - Number(first) + 1
      if (first === '' || count < 1 || count > mostNumbers)
        throw unreadable('numbers and ranges such as 0-3,7', text)
      return Array.from({ length: count }, (_, index) => Number(first) + index)
    })
  return numbers
}
