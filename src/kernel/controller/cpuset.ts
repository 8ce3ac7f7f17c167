import type { Format } from '../format.ts'
import { ranges, readOnly } from '../format.ts'
import { parseLine } from '../single.ts'
import type { CgroupFile } from './file.ts'

const partitions = ['member', 'root', 'isolated']

/** The kernel appends ` invalid (REASON)` to a partition that could not be made: the reason is for people. */
const partition: Format = {
  ...readOnly({ type: 'word', words: [...partitions, 'root invalid', 'isolated invalid'] }, text =>
    parseLine(text).replace(/^(\w+ invalid) \(.*\)$/, '$1'),
  ),
  write: written => partitions.find(word => word === written.trim()),
  takes: `one of the words ${partitions.join(', ')}`,
  words: partitions,
  isInvalid: text => / invalid\b/.test(text),
}

/** Files of the cpuset controller. */
export const cpuset = {
  'cpuset.cpus': {
    format: ranges,
    writable: true,
    means: 'The CPUs that this cgroup asks for; empty means those of its parent.',
  },
  'cpuset.cpus.effective': {
    format: ranges,
    root: 'too',
    means: 'The CPUs on which its processes may really run.',
  },
  'cpuset.mems': {
    format: ranges,
    writable: true,
    means: 'The memory nodes that this cgroup asks for; empty means those of its parent.',
  },
  'cpuset.mems.effective': {
    format: ranges,
    root: 'too',
    means: 'The memory nodes from which its processes really get memory.',
  },
  'cpuset.cpus.exclusive': {
    format: ranges,
    writable: true,
    since: '6.7',
    means: 'CPUs that are kept for a partition made of this cgroup.',
  },
  'cpuset.cpus.exclusive.effective': {
    format: ranges,
    since: '6.7',
    means: 'CPUs that this cgroup can really give to a partition.',
  },
  'cpuset.cpus.partition': {
    format: partition,
    writable: true,
    means:
      'Whether this cgroup has its CPUs for itself: member (no), root (yes), isolated (yes, without load balancing).',
  },
} as const satisfies Record<string, CgroupFile>
