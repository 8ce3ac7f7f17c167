import { unreadable } from '../linux/unreadable.ts'

/** How many objects a file of /proc/sysvipc lists below its heading; proc_sysvipc(5). */
export function countEntries(text: string): number {
  const [heading = '', ...lines] = text.split('\n').filter(line => line.trim() !== '')
  if (!/^\s*key\s/.test(heading)) throw unreadable('a file of /proc/sysvipc with its heading', text)
  return lines.length
}
