import { unreadable } from '../linux/unreadable.ts'

/** How `stat -f` is asked: the unit, then how many of it there are, and how many are free. */
export const statfsFormat = '%S %b %f'

/** How much a file system holds, in bytes; statfs(2). */
export interface FileSystemUse {
  readonly size: number
  readonly used: number
}

export function parseStatfs(text: string): FileSystemUse {
  const [, unit, all, free] = /^(\d+) (\d+) (\d+)\n?$/.exec(text) ?? []
  if (unit === undefined) throw unreadable(`what stat -f -c '${statfsFormat}' prints`, text)
  return { size: Number(all) * Number(unit), used: (Number(all) - Number(free)) * Number(unit) }
}
