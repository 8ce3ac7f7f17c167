import type { Cause } from '../explanation.ts'
import { parseWords } from '../list.ts'
import { pidsListed } from './words.ts'

/** A cgroup that cannot be made, removed or changed. */
export const directoryCauses: Readonly<Record<string, Cause>> = {
  'cgroup-has-processes': {
    syscall: ['rmdir'],
    errno: ['EBUSY'],
    when: ({ around }) => parseWords(around.members ?? '').length > 0,
    text: ({ cgroup, around }) => ({
      what: `${cgroup} cannot be removed: processes are still in it (${pidsListed(around.members)})`,
      remedy: `echo 1 > ${cgroup}/cgroup.kill`,
    }),
  },
  'cgroup-has-children': {
    syscall: ['rmdir'],
    errno: ['EBUSY', 'ENOTEMPTY'],
    when: ({ around: { stat = '' } }) => /^nr_descendants [1-9]/m.test(stat),
    text: ({ cgroup }) => ({
      what: `${cgroup} cannot be removed: there are groups below it`,
      remedy: `rmdir ${cgroup}/*/ first, the deepest before those above`,
    }),
  },
  'cgroup-busy': {
    syscall: ['rmdir'],
    errno: ['EBUSY'],
    text: ({ cgroup }) => ({
      what: `${cgroup} cannot be removed yet: its last process is still on its way out, or it is mounted somewhere`,
      remedy: 'Wait until its cgroup.events says populated 0, and try again.',
    }),
  },
  'too-many-cgroups': {
    syscall: ['mkdir'],
    errno: ['EAGAIN'],
    text: ({ cgroup }) => ({
      what: `${cgroup} cannot be made: cgroup.max.depth or cgroup.max.descendants of a group above it is reached`,
      remedy: 'Remove groups, or write max to these files.',
    }),
  },
  'cgroup-there': {
    syscall: ['mkdir'],
    errno: ['EEXIST'],
    text: ({ cgroup }) => ({ what: `${cgroup} is there already`, remedy: `rmdir ${cgroup}` }),
  },
  'no-cgroup-above': {
    syscall: ['mkdir'],
    errno: ['ENOENT'],
    text: ({ parent }) => ({ what: `there is no ${parent} to make it in`, remedy: `mkdir ${parent}` }),
  },
  'not-delegated': {
    syscall: ['open', 'write', 'mkdir', 'rmdir'],
    errno: ['EACCES', 'EPERM'],
    when: ({ path = '' }) => path.startsWith('/sys/fs/cgroup'),
    text: ({ path, cgroup, file }) => ({
      what: `${path} may not be changed by who tried: the group ${cgroup} was not delegated to them`,
      remedy:
        file === 'cgroup.procs'
          ? 'Whoever moves a process must be allowed to write cgroup.procs of the group it goes to, and of the nearest group above both: be root.'
          : `Be root, or let root give the group away: chown USER ${cgroup} ${cgroup}/cgroup.procs ${cgroup}/cgroup.subtree_control`,
    }),
  },
  'read-only': {
    syscall: ['open', 'write', 'mkdir', 'rmdir'],
    errno: ['EROFS'],
    text: ({ path }) => ({
      what: `the file system of ${path} is read-only here, as in most containers`,
      remedy: 'Run it on the machine itself, or in a container that may write to its cgroups.',
    }),
  },
}
