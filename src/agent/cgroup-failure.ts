import { CallFailure } from './call-error.ts'

/** Why there is no place for the cgroups of labs. The runner tells these apart by `code`. */
const causes = {
  'not-mounted': root => `no cgroup2 file system is mounted at ${root}`,
  legacy: root => `${root} is a tmpfs with cgroup v1 controllers below it; labs need cgroup v2`,
  hybrid: root =>
    `${root} is a hybrid hierarchy: cgroup v2 is at ${root}/unified, but the controllers are bound to v1`,
  'read-only': root => `the cgroup2 file system at ${root} is mounted read-only`,
  'no-controllers': root =>
    `${root}/cgroup.subtree_control hands no controllers down, so no group can have limits`,
  taken: root => `${root}/unboxed and the name after it are taken`,
} satisfies Record<string, (root: string) => string>

export type CgroupCause = keyof typeof causes

export function noCgroups(cause: CgroupCause, root: string): CallFailure {
  return new CallFailure({ code: `cgroup-${cause}`, path: root, message: causes[cause](root) })
}
