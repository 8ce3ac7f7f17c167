import { parseMountinfo } from '../../linux/mountinfo.ts'
import { hierarchyOf, troubles } from '../hierarchy.ts'
import type { Cause } from './refusal.ts'

/** The cgroups of labs cannot be made anywhere on this machine, so no lab can run there. */
export const claimCauses: Readonly<Record<string, Cause>> = Object.fromEntries(
  Object.entries(troubles).map(([code, text]) => [
    code,
    {
      kinds: ['claim'],
      when: ({ trouble }) => trouble === code,
      due: 'machine',
      text: ({ path = '/sys/fs/cgroup' }) => text({ root: path }),
    } satisfies Cause,
  ]),
)

/** The path is not in a cgroup. */
export const placeCauses: Readonly<Record<string, Cause>> = {
  'not-cgroup2': {
    kinds: ['write', 'enter', 'mkdir', 'rmdir'],
    errnos: ['ENOENT', 'EROFS'],
    when: ({ path = '', texts: { mountinfo } }) =>
      path.startsWith('/sys/fs/cgroup/') && mountinfo !== undefined && typeAt(mountinfo, path) !== 'cgroup2',
    text: ({ path = '', texts: { mountinfo = '' } }) => {
      // Magic 0 stands for no file system at all: whatever is mounted at the usual place, it is not cgroup v2.
      const { trouble } = hierarchyOf({ filesystems: 'nodev\tcgroup2\n', mountinfo, magic: 0 })
      return {
        what: `${path} is on a ${typeAt(mountinfo, path)} file system, not in cgroup v2${trouble ? `: ${trouble.what}` : ''}`,
        ...(trouble?.remedy !== undefined && { remedy: trouble.remedy }),
      }
    },
  },
  'no-cgroup': {
    kinds: ['write', 'enter'],
    errnos: ['ENOENT'],
    // Every process can read its mountinfo: without it nothing was read at all, and no file is known to be missing.
    when: ({ path = '', texts }) =>
      path.startsWith('/sys/fs/cgroup/') && texts.mountinfo !== undefined && texts.controllers === undefined,
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
