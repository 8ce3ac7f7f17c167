import { unreadable } from '../linux/unreadable.ts'

/** The bytes that a line of /proc/meminfo says; proc_meminfo(5). */
export function parseMeminfo(text: string, name: string): number {
  const [, kilobytes] = new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(text) ?? []
  if (kilobytes === undefined) throw unreadable(`/proc/meminfo with a line ${name}:`, text)
  return Number(kilobytes) * 1024
}
