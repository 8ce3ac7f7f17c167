import { writableRemedy } from '../hierarchy.ts'
import type { Cause } from './refusal.ts'

/** A cgroup that cannot be made, removed or changed. */
export const directoryCauses: Readonly<Record<string, Cause>> = {
  'cgroup-busy': {
    kinds: ['rmdir'],
    errnos: ['EBUSY'],
    text: ({ cgroup }) => ({
      what: `${cgroup} cannot be removed, although its processes were killed and the cgroups below it removed: something is mounted on it, or new processes or cgroups keep appearing`,
      remedy: `umount ${cgroup}, or stop the program that starts processes in it or makes cgroups below it.`,
    }),
  },
  'too-many-cgroups': {
    kinds: ['mkdir'],
    errnos: ['EAGAIN'],
    text: ({ cgroup }) => ({
      what: `${cgroup} cannot be made: cgroup.max.depth or cgroup.max.descendants of a cgroup above it is reached`,
      remedy: 'Remove cgroups, or write max to these files.',
    }),
  },
  'no-cgroup-above': {
    kinds: ['mkdir'],
    errnos: ['ENOENT'],
    text: ({ parent }) => ({ what: `there is no ${parent} to make it in`, remedy: `mkdir ${parent}` }),
  },
  'not-delegated': {
    kinds: ['write', 'mkdir'],
    errnos: ['EACCES', 'EPERM'],
    when: ({ path = '' }) => path.startsWith('/sys/fs/cgroup'),
    text: ({ path, parent, cgroup, kind, file }) => {
      const group = kind === 'mkdir' ? parent : cgroup
      return {
        what: `permission denied for ${path}: the cgroup ${group} is not delegated to this user`,
        remedy:
          file === 'cgroup.procs'
            ? 'Moving a process takes the right to write cgroup.procs of the cgroup it goes to, and of the nearest cgroup above both: be root.'
            : `Be root, or let root delegate the cgroup: chown USER ${group} ${group}/cgroup.procs ${group}/cgroup.subtree_control`,
      }
    },
  },
  'read-only': {
    kinds: ['write', 'enter', 'mkdir', 'rmdir'],
    errnos: ['EROFS'],
    text: ({ path }) => ({
      what: `the file system of ${path} is read-only here, as in most containers`,
      remedy: writableRemedy,
    }),
  },
}
