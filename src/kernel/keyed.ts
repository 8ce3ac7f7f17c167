import { unreadable } from '../linux/unreadable.ts'
import { parseNumberOrMax } from './single.ts'

/** A flat-keyed file, `KEY VALUE` a line; unknown keys are kept, too. */
export function parseFlatKeyed<T>(text: string, read: (text: string, key: string) => T): Record<string, T> {
  return Object.fromEntries(
    linesOf(text).map(line => {
      const [, key, value] = /^(\S+) (\S+)$/.exec(line) ?? []
      if (key === undefined || value === undefined) throw unreadable('lines KEY VALUE', text)
      return [key, read(value, key)]
    }),
  )
}

/** A nested-keyed file, `KEY NAME=VALUE …` a line, such as io.stat. */
export function parseNestedKeyed(text: string): Record<string, Record<string, number>> {
  return Object.fromEntries(
    linesOf(text).map(line => {
      const [key = '', ...pairs] = line.trim().split(' ')
      return [key, Object.fromEntries(pairs.map(pair => pairOf(pair, text)))]
    }),
  )
}

/** A file of one line NAME=VALUE …, such as hugetlb.2MB.numa_stat. */
export function parsePairs(text: string): Record<string, number> {
  return Object.fromEntries(
    text
      .trim()
      .split(' ')
      .map(pair => pairOf(pair, text)),
  )
}

function pairOf(pair: string, text: string): [string, number] {
  const [, name, value] = /^([^=]+)=(\S+)$/.exec(pair) ?? []
  if (name === undefined || value === undefined) throw unreadable('pairs NAME=VALUE', text)
  return [name, numberOf(value)]
}

/** Debugging entries of the io controller have decimals. */
function numberOf(value: string): number {
  return /^\d+\.\d+$/.test(value) ? Number(value) : parseNumberOrMax(value)
}

function linesOf(text: string): string[] {
  return text.split('\n').filter(line => line !== '')
}
