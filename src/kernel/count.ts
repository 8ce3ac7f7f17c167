import { unreadable } from '../linux/unreadable.ts'
import { lineThat } from './quote.ts'

/** How many processes a /proc shows, from the names in it: each process is a directory named by its number. */
export function countProcesses(names: string): number {
  const count = names.split('\n').filter(isProcess).length
  if (count === 0) throw unreadable('the names in a mounted /proc', names)
  return count
}

/** How many objects a file of /proc/sysvipc lists below its heading; proc_sysvipc(5). */
export function countEntries(text: string): number {
  const [heading = '', ...lines] = text.split('\n').filter(line => line.trim() !== '')
  if (!/^\s*key\s/.test(heading)) throw unreadable('a file of /proc/sysvipc with its heading', text)
  return lines.length
}

/** A directory of /proc that is named by a number. */
function isProcess(name: string): boolean {
  return /^\d+$/.test(name)
}

/** The processes among the entries of /proc. */
export const quoteProcesses = lineThat(isProcess)
