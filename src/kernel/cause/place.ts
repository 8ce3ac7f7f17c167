import { parseMountinfo } from '../../linux/mountinfo.ts'
import type { Cause } from '../explanation.ts'
import { hierarchyOf } from '../hierarchy.ts'

/** The path is in no cgroup at all. */
export const placeCauses: Readonly<Record<string, Cause>> = {
  'not-cgroup2': {
    syscall: ['open', 'write', 'read', 'mkdir', 'rmdir'],
    errno: ['ENOENT', 'EROFS', 'EINVAL', 'EACCES', 'EPERM'],
    when: ({ path = '', around: { mountinfo } }) =>
      path.startsWith('/sys/fs/cgroup/') && mountinfo !== undefined && typeAt(mountinfo, path) !== 'cgroup2',
    text: ({ path, around: { mountinfo = '' } }) => {
      const { trouble } = hierarchyOf({ filesystems: 'nodev\tcgroup2\n', mountinfo })
      return {
        what: `${path} is in no cgroup v2 hierarchy${trouble ? `: ${trouble.what}` : ''}`,
        ...(trouble?.remedy !== undefined && { remedy: trouble.remedy }),
      }
    },
  },
  'no-cgroup': {
    syscall: ['open', 'write', 'read'],
    errno: ['ENOENT', 'EACCES'],
    when: ({ path = '', around }) => path.startsWith('/sys/fs/cgroup/') && around.controllers === undefined,
    text: ({ cgroup }) => ({ what: `there is no cgroup ${cgroup}`, remedy: `mkdir ${cgroup}` }),
  },
}

/** The type of the file system a path is on: of the mounts above it, the longest, and of those the last. */
function typeAt(mountinfo: string, path: string): string | undefined {
  const above = parseMountinfo(mountinfo).filter(
    ({ target }) => target === '/' || path === target || path.startsWith(`${target}/`),
  )
  const longest = Math.max(...above.map(({ target }) => target.length))
  return above.findLast(({ target }) => target.length === longest)?.type
}
