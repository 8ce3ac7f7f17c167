import type { CgroupTrouble } from '../../../src/protocol/message.ts'

/** A machine without a place for the labs' cgroups, and the explanation that unboxed must give. */
export interface Unplaced {
  readonly code: CgroupTrouble
  /** Shell lines that turn a machine with cgroup v2 into such a machine, run as root in new mount and cgroup namespaces. */
  readonly make: string
  readonly says: RegExp
  /** Whether only the agent can detect it, while the runner finds no fault with its own machine. */
  readonly onlyAgent?: true
}

const root = '/sys/fs/cgroup'
const tmpfs = `mount -t tmpfs none ${root}`

export const unplaced: readonly Unplaced[] = [
  { code: 'cgroup-not-mounted', make: `umount --lazy ${root}`, says: /^cgroup v2 is not mounted on / },
  { code: 'cgroup-legacy', make: tmpfs, says: /^only cgroup v1 is mounted/ },
  {
    code: 'cgroup-hybrid',
    make: `${tmpfs}; mkdir ${root}/unified; mount -t cgroup2 none ${root}/unified`,
    says: /^this is a hybrid hierarchy/,
  },
  { code: 'cgroup-read-only', make: `mount -o remount,bind,ro ${root}`, says: / is read-only here/ },
  {
    code: 'cgroup-no-controllers',
    make: `mkdir ${root}/inner; echo $$ > ${root}/inner/cgroup.procs; exec unshare --mount --cgroup sh -c 'mount -t cgroup2 none ${root}; exec "$@"' sh "$@"`,
    says: / has no controllers$/,
  },
  {
    code: 'cgroup-none-enabled',
    make: ':',
    says: /cgroup\.subtree_control enables no controllers/,
    onlyAgent: true,
  },
  {
    code: 'cgroup-taken',
    make: `mkdir -p ${root}/unboxed $(seq -f ${root}/unboxed-%.0f $$ $(($$ + 300)))`,
    says: /unboxed, and the one with the pid of the agent in its name, exist already/,
    onlyAgent: true,
  },
]
