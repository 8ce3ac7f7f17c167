import { unreadable } from '../linux/unreadable.ts'

/** A file that holds one whole number, perhaps negative. */
export function parseNumber(text: string): number {
  if (!/^-?\d+\n?$/.test(text)) throw unreadable('one whole number', text)
  return Number(text)
}

/** A file that holds one whole number, or `max` for no limit. */
export function parseNumberOrMax(text: string): number {
  if (text.trim() === 'max') return Number.POSITIVE_INFINITY
  if (!/^\d+\n?$/.test(text)) throw unreadable('one whole number, or max', text)
  return Number(text)
}

/** A file that holds 0 or 1. */
export function parseFlag(text: string): boolean {
  if (!/^[01]\n?$/.test(text)) throw unreadable('0 or 1', text)
  return text.startsWith('1')
}

/** A file that holds text on one line. */
export function parseLine(text: string): string {
  const line = text.replace(/\n$/, '')
  if (line.includes('\n')) throw unreadable('one line', text)
  return line
}
