import type { BoundSource } from '../../protocol/message.ts'
import { writableRemedy } from '../hierarchy.ts'
import type { Cause, Refusal } from './refusal.ts'
import { fileIn, fileText } from './refusal.ts'

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
  'too-deep': {
    kinds: ['mkdir'],
    errnos: ['EAGAIN'],
    reads: refusal => groupsAbove(refusal).map(({ path }) => fileIn(path, 'cgroup.max.depth')),
    when: refusal => tooShallow(refusal) !== undefined,
    due: 'state',
    text: refusal => {
      const { path = '', levels = 0 } = tooShallow(refusal) ?? {}
      return {
        what: `${refusal.cgroup} cannot be made: it would be ${levels} ${levels === 1 ? 'level' : 'levels'} below ${path}, whose cgroup.max.depth is ${fileText(refusal, fileIn(path, 'cgroup.max.depth'))?.trim()}`,
        remedy: `echo max > ${path}/cgroup.max.depth`,
      }
    },
  },
  'too-many-cgroups': {
    kinds: ['mkdir'],
    errnos: ['EAGAIN'],
    reads: refusal =>
      groupsAbove(refusal).flatMap(({ path }) => [
        fileIn(path, 'cgroup.max.descendants'),
        fileIn(path, 'cgroup.stat'),
      ]),
    due: 'state',
    text: refusal => {
      const full = groupsAbove(refusal).find(({ path }) => isFull(path, refusal))?.path
      const most = full && fileText(refusal, fileIn(full, 'cgroup.max.descendants'))?.trim()
      return full
        ? {
            what: `${refusal.cgroup} cannot be made: cgroup.max.descendants of ${full} is ${most}, and there are as many cgroups below it`,
            remedy: `Remove one of them, or allow more: echo max > ${full}/cgroup.max.descendants`,
          }
        : {
            what: `${refusal.cgroup} cannot be made: cgroup.max.depth or cgroup.max.descendants of a cgroup above it is reached`,
            remedy: 'Remove cgroups, or write max to these files.',
          }
    },
  },
  'no-cgroup-above': {
    kinds: ['mkdir'],
    errnos: ['ENOENT'],
    text: ({ cgroup, parent }) => ({
      what: `${cgroup} cannot be made, because there is no cgroup ${parent}`,
      remedy: `mkdir ${parent}`,
    }),
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
            ? 'Run as root: moving a process needs write permission for cgroup.procs of the target cgroup and of the nearest cgroup above both.'
            : `Run as root, or have root delegate the cgroup: chown USER ${group} ${group}/cgroup.procs ${group}/cgroup.subtree_control`,
      }
    },
  },
  'read-only': {
    kinds: ['write', 'enter', 'mkdir', 'rmdir'],
    errnos: ['EROFS'],
    text: ({ path }) => ({
      what: `${path} is on a read-only file system, as in most containers`,
      remedy: writableRemedy,
    }),
  },
}

/** The cgroups above one, the nearest first, and how many levels above. */
function groupsAbove({ cgroup }: Refusal): { path: string; levels: number }[] {
  const names = cgroup.split('/').slice(4)
  const root = cgroup.split('/').slice(0, 4).join('/')
  return names.map((_, index) => ({
    path: [root, ...names.slice(0, names.length - 1 - index)].join('/'),
    levels: index + 1,
  }))
}

const numberIn = (refusal: Refusal, source: BoundSource) => Number(fileText(refusal, source) ?? Number.NaN)

/** The cgroup above that does not allow another level. A depth of `max` is not a number, and never less. */
const tooShallow = (refusal: Refusal) =>
  groupsAbove(refusal).find(
    ({ path, levels }) => numberIn(refusal, fileIn(path, 'cgroup.max.depth')) < levels,
  )

function isFull(path: string, refusal: Refusal): boolean {
  const [, below] = /^nr_descendants (\d+)$/m.exec(fileText(refusal, fileIn(path, 'cgroup.stat')) ?? '') ?? []
  return Number(below) >= numberIn(refusal, fileIn(path, 'cgroup.max.descendants'))
}
