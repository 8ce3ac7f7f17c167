/** Where a process has a file mapped as a whole. */
export interface Mapping {
  /** The virtual address of the file's first byte. */
  readonly start: number
  readonly size: number
}

/**
 * Finds a file in the text of /proc/PID/maps; proc_pid_maps(5). The kernel splits a mapping where its parts get different flags, so the lines are put
 * together. Undefined if they leave a gap, or if there are none.
 */
export function findMapping(maps: string, file: string): Mapping | undefined {
  const parts = maps.split('\n').flatMap(line => partOf(line, file) ?? [])
  const start = parts[0]?.start
  if (start === undefined) return undefined
  let size = 0
  for (const part of parts) {
    if (part.offset !== size || part.start !== start + size) return undefined
    size += part.end - part.start
  }
  return { start, size }
}

function partOf(line: string, file: string) {
  const [, start = '', end = '', offset = '', path] =
    /^([0-9a-f]+)-([0-9a-f]+) \S+ ([0-9a-f]+) \S+ \d+ +(.*)$/.exec(line) ?? []
  // The file may have been pruned while it was in use; the kernel shows a newline in a path as \012.
  if (path?.replace(/ \(deleted\)$/, '') !== file.replaceAll('\n', '\\012')) return undefined
  const number = (text: string) => Number.parseInt(text, 16)
  return { start: number(start), end: number(end), offset: number(offset) }
}
