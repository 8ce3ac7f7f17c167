import { canonicalErrno } from '../linux/errno.ts'
import type { BoundSource } from '../protocol/message.ts'
import { directoryCauses } from './cause/directory.ts'
import { limitCauses } from './cause/limit.ts'
import { memberCauses } from './cause/member.ts'
import { placeCauses } from './cause/place.ts'
import { processCauses } from './cause/process.ts'
import {
  type Explanation,
  type Failure,
  type Scene,
  type SurroundingName,
  type Surroundings,
  sceneOf,
} from './explanation.ts'

/** From the specific to the general: the first that fits. */
const causes = Object.entries({
  ...placeCauses,
  ...memberCauses,
  ...limitCauses,
  ...directoryCauses,
  ...processCauses,
})

/** What really is wrong when the kernel says no; undefined when it says all there is to say. */
export function explain(failure: Failure, around: Surroundings): Explanation | undefined {
  const scene = sceneOf({ ...failure, errno: canonicalErrno(failure.errno) }, around)
  const found = causes.find(([, cause]) => fits(cause, scene))
  return found && { code: found[0], ...found[1].text(scene) }
}

/** What to read, just after a failure, so that it can be explained. */
export function surroundingSources(failure: Failure): Partial<Record<SurroundingName, BoundSource>> {
  const { cgroup, parent } = sceneOf(failure, {})
  const file = (path: string): BoundSource => ({ read: 'file', path })
  const mountinfo = file('/proc/self/mountinfo')
  if (failure.syscall === 'unshare' || failure.syscall === 'mount')
    return {
      mountinfo,
      userNamespaceClone: file('/proc/sys/kernel/unprivileged_userns_clone'),
      userNamespaceApparmor: file('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'),
      userNamespaceMax: file('/proc/sys/user/max_user_namespaces'),
    }
  if (failure.path === undefined) return {}
  return {
    mountinfo,
    controllers: file(`${cgroup}/cgroup.controllers`),
    above: file(`${parent}/cgroup.controllers`),
    enabled: file(`${cgroup}/cgroup.subtree_control`),
    members: file(`${cgroup}/cgroup.procs`),
    stat: file(`${cgroup}/cgroup.stat`),
    type: file(`${cgroup}/cgroup.type`),
    pidsMax: file(`${cgroup}/pids.max`),
    pidsCurrent: file(`${cgroup}/pids.current`),
  }
}

function fits({ syscall, errno, file, when }: (typeof causes)[number][1], scene: Scene): boolean {
  return (
    syscall.includes(scene.syscall) &&
    errno.includes(scene.errno) &&
    (file?.test(scene.file) ?? true) &&
    (when?.(scene) ?? true)
  )
}
