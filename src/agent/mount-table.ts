import { readFileSync } from 'node:fs'
import { parseMountLine } from '../linux/mountinfo.ts'

/** Lines of the mount table of a process: proc_pid_mountinfo(5). */
export function mountLines(pid: number): string[] {
  return readFileSync(`/proc/${pid}/mountinfo`, 'utf8').split('\n').filter(Boolean)
}

/** Where it is mounted. */
export const mountPoint = (line: string): string => parseMountLine(line).target

/** The namespace that a bind mount keeps alive, such as `net:[4026532001]`. */
export function mountedNamespace(line: string): string | undefined {
  const { type, root } = parseMountLine(line)
  return type === 'nsfs' ? root : undefined
}
