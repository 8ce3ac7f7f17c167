import { writeFileSync } from 'node:fs'
import { errnoOf } from './call-error.ts'
import type { CgroupBase } from './cgroup-base.ts'

/** Ensures that the agent gets CPU time and memory whatever a lab does, and is not chosen by the OOM killer. */
export function protect(cgroup: CgroupBase | Error): void {
  permitted('/proc/self/oom_score_adj', '-1000')
  if (cgroup instanceof Error) return
  permitted(`${cgroup.leaf}/cpu.weight`, '10000')
  permitted(`${cgroup.leaf}/memory.min`, String(64 * 2 ** 20))
}

/** Ignores missing permissions and controllers: the agent is then merely less protected. */
function permitted(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'r+' })
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'ENOENT', 'EROFS', 'EINVAL'].includes(errnoOf(error) ?? '')) return false
    throw error
  }
}
