import { parseMountinfo } from '../../linux/mountinfo.ts'
import type { Cause } from '../explanation.ts'

/** Why the kernel refuses a namespace, a mount or a new process; from the specific to the general. */
export const processCauses: Readonly<Record<string, Cause>> = {
  'user-namespaces-forbidden': {
    syscall: ['unshare'],
    errno: ['EPERM', 'EACCES'],
    when: ({ around }) => isZero(around.userNamespaceClone) || isOne(around.userNamespaceApparmor),
    text: ({ around }) => ({
      what: 'this machine does not let ordinary users make user namespaces',
      remedy: isZero(around.userNamespaceClone)
        ? 'sysctl -w kernel.unprivileged_userns_clone=1'
        : 'sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or be root',
    }),
  },
  'namespace-needs-root': {
    syscall: ['unshare'],
    errno: ['EPERM', 'EACCES'],
    text: () => ({
      what: 'only root (CAP_SYS_ADMIN) may make a namespace other than a user namespace',
      remedy: 'Be root, or make a user namespace with it: unshare --user --map-root-user …',
    }),
  },
  'user-namespaces-off': {
    syscall: ['unshare'],
    errno: ['ENOSPC'],
    when: ({ around }) => isZero(around.userNamespaceMax),
    text: () => ({
      what: 'user namespaces are switched off: their highest number is 0',
      remedy: 'sysctl -w user.max_user_namespaces=10000',
    }),
  },
  'too-many-namespaces': {
    syscall: ['unshare'],
    errno: ['ENOSPC', 'EUSERS'],
    text: () => ({
      what: 'no more namespaces of that kind may be made, or they are nested more than 32 deep',
      remedy: 'See /proc/sys/user/max_*_namespaces, and end what still uses some.',
    }),
  },
  'namespace-unknown': {
    syscall: ['unshare'],
    errno: ['EINVAL', 'ENOSYS'],
    text: () => ({
      what: 'this kernel has no such namespace',
      remedy: 'See which it has: ls /proc/self/ns',
    }),
  },
  'masked-proc': {
    syscall: ['mount'],
    errno: ['EPERM'],
    when: ({ text, around: { mountinfo = '' } }) => text === 'proc' && coveredBelowProc(mountinfo).length > 0,
    text: ({ around: { mountinfo = '' } }) => ({
      what: `a new /proc in a user namespace must not show more than the old one, and parts of the old one are covered: ${coveredBelowProc(mountinfo).join(', ')}`,
      remedy: 'Uncover them, or run it outside the container that covered them.',
    }),
  },
  'mount-not-permitted': {
    syscall: ['mount'],
    errno: ['EPERM', 'EACCES'],
    text: ({ text = 'this file system' }) => ({
      what: `mounting ${text} needs CAP_SYS_ADMIN over the mount namespace, and few file systems may be mounted in a user namespace at all`,
      remedy:
        'Be root, or make a mount namespace together with the user namespace: unshare --user --map-root-user --mount …',
    }),
  },
  'pid-namespace-over': {
    syscall: ['fork', 'clone'],
    errno: ['ENOMEM'],
    text: () => ({
      what: 'the first process of this PID namespace has ended, and a PID namespace without its PID 1 takes no new processes',
      remedy: 'Let unshare start a child that stays: unshare --fork --pid …',
    }),
  },
  'pids-max': {
    syscall: ['fork', 'clone'],
    errno: ['EAGAIN'],
    when: ({ around: { pidsMax, pidsCurrent } }) =>
      /^\d+/.test(pidsMax ?? '') && Number(pidsCurrent) >= Number(pidsMax),
    text: ({ around: { pidsMax = '' } }) => ({
      what: `its cgroup is full: pids.max allows ${pidsMax.trim()} processes and threads`,
      remedy: 'End some, or raise pids.max.',
    }),
  },
  'process-limit': {
    syscall: ['fork', 'clone'],
    errno: ['EAGAIN'],
    text: () => ({
      what: 'no more processes may be started: pids.max of a cgroup above, the user’s limit (ulimit -u) or kernel.pid_max is reached',
      remedy: 'End some; see pids.events of the cgroups, and ulimit -u.',
    }),
  },
}

/** Directories of /proc that are made to be mounted on: covering them hides nothing. */
const madeForMounts = ['/proc/sys/fs/binfmt_misc', '/proc/fs/nfsd']

function coveredBelowProc(mountinfo: string): string[] {
  return parseMountinfo(mountinfo)
    .map(({ target }) => target)
    .filter(target => target.startsWith('/proc/') && !madeForMounts.includes(target))
}

function isZero(text: string | undefined): boolean {
  return text?.trim() === '0'
}

function isOne(text: string | undefined): boolean {
  return text?.trim() === '1'
}
