import { unreadable } from '../linux/unreadable.ts'

/** One line of /proc/PID/uid_map or gid_map; user_namespaces(7). */
export type IdRange = {
  /** First id in the user namespace of the process. */
  readonly inside: number
  /** The id it is in the reader's user namespace (the parent's when that is the same). */
  readonly outside: number
  /** How many ids in a row. */
  readonly count: number
}

/** What an id is shown as where it has no mapping: /proc/sys/kernel/overflowuid by default. */
export const overflowId = 65534

export function parseIdMap(text: string): IdRange[] {
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const [inside, outside, count, ...rest] = line.trim().split(/\s+/).map(Number)
      if (!isId(inside) || !isId(outside) || !isId(count) || rest.length > 0)
        throw unreadable('a line of three numbers: ID inside, ID outside, how many', line)
      return { inside, outside, count }
    })
}

/** Whether a line of the map is about an outside id. */
export const isInRange = ({ outside: first, count }: IdRange, outside: number): boolean =>
  outside >= first && outside < first + count

/** The id inside for an id outside. */
export function idInside(map: readonly IdRange[], outside: number): number {
  const range = map.find(range => isInRange(range, outside))
  return range ? range.inside + outside - range.outside : overflowId
}

function isId(number: number | undefined): number is number {
  return Number.isInteger(number)
}
