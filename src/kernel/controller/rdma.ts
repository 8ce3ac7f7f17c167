import type { ValueType } from '../fact.ts'
import { type Format, readOnly } from '../format.ts'
import { parseNestedKeyed } from '../keyed.ts'
import { amountsOfNamed } from '../limit-word.ts'
import type { CgroupFile } from './file.ts'

const count: ValueType = { type: 'count' }

const byDevice = readOnly(
  { type: 'map', of: { type: 'record', fields: { hca_handle: count, hca_object: count } } },
  parseNestedKeyed,
)

const max: Format = {
  ...byDevice,
  write: written =>
    /^\S+( hca_(handle|object)=(\d+|max))+$/.test(written.trim()) ? written.trim() : undefined,
  takes: 'a device and its limits, such as `mlx4_0 hca_handle=2 hca_object=2000`: whole numbers, or max',
  roleOf: amountsOfNamed,
}

/** Files of the rdma controller. */
export const rdma = {
  'rdma.max': {
    format: max,
    writable: true,
    means: 'How many handles and objects of each RDMA device this cgroup may have.',
  },
  'rdma.current': {
    format: byDevice,
    means: 'How many handles and objects of each RDMA device this cgroup and those below it have now.',
  },
} as const satisfies Record<string, CgroupFile>
