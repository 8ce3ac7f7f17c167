import { unreadable } from '../linux/unreadable.ts'
import type { Value } from './fact.ts'

/** The swap areas of /proc/swaps, by the paths of their devices or files; sizes in bytes. */
export function parseSwaps(text: string): Value {
  const [heading = '', ...lines] = text.split('\n').filter(line => line !== '')
  if (!/^Filename\s+Type\s+Size\s+Used\s+Priority$/.test(heading)) throw unreadable(form, text)
  return Object.fromEntries(
    lines.map(line => {
      const [, path = '', kind = '', size, used, priority] =
        /^(\S+)\s+(\S+)\s+(\d+)\s+(\d+)\s+(-?\d+)$/.exec(line) ?? []
      if (path === '') throw unreadable(form, text)
      const area = { kind, size: Number(size) * 1024, used: Number(used) * 1024, priority: Number(priority) }
      return [path, area]
    }),
  )
}

const form = 'a file like /proc/swaps with its heading'
