import { keyed, readOnly, size } from '../format.ts'
import { parsePairs } from '../keyed.ts'
import type { CgroupFile } from './file.ts'
import { nodeOrTotal } from './node.ts'

/** The sizes of huge pages on x86-64 and arm64, as the kernel writes them in the names of files. */
const pageSizes = { '64KB': 2 ** 16, '2MB': 2 ** 21, '32MB': 2 ** 25, '1GB': 2 ** 30 }

const events = keyed({ counts: ['max'] })

const byNode = readOnly({ type: 'map', of: { type: 'size' }, keys: nodeOrTotal }, parsePairs)

/** Files for huge pages of one size, by the end of their names. */
const ofOneSize = {
  max: {
    format: size,
    writable: true,
    since: '5.6',
    means: 'How much memory in huge pages of this size the cgroup may use; one more page fails with SIGBUS.',
  },
  current: {
    format: size,
    since: '5.6',
    means: 'How much memory in huge pages of this size this cgroup and those below it use now.',
  },
  'rsvd.max': {
    format: size,
    writable: true,
    since: '5.7',
    means: 'How much memory in huge pages of this size the cgroup may reserve; mmap(2) fails beyond it.',
  },
  'rsvd.current': {
    format: size,
    since: '5.7',
    means: 'How much memory in huge pages of this size is reserved now.',
  },
  events: {
    format: events,
    since: '5.6',
    means: 'How often the limit for huge pages of this size was met, here or below.',
  },
  'events.local': {
    format: events,
    since: '5.6',
    means: 'The same count for this cgroup alone.',
  },
  numa_stat: {
    format: byNode,
    since: '5.16',
    means: 'From which memory nodes its huge pages of this size are.',
  },
} as const satisfies Record<string, CgroupFile>

/** Files of the hugetlb controller: a family of them for each size of huge pages that the kernel has. */
export const hugetlb: Readonly<Record<string, CgroupFile>> = Object.fromEntries(
  Object.entries(ofOneSize).flatMap(([name, file]) =>
    Object.entries(pageSizes).map(([pageSize, page]): [string, CgroupFile] => [
      `hugetlb.${pageSize}.${name}`,
      {
        ...file,
        page,
        family: {
          name: `hugetlb.SIZE.${name}`,
          parts: `SIZE is one of ${Object.keys(pageSizes).join(', ')}`,
        },
      },
    ]),
  ),
)
