import { unreadable } from '../linux/unreadable.ts'

/** How many processes a /proc shows, from the names in it: each process is a directory named by its number. */
export function countProcesses(names: string): number {
  const count = names.split('\n').filter(name => /^\d+$/.test(name)).length
  if (count === 0) throw unreadable('the names in a mounted /proc', names)
  return count
}
