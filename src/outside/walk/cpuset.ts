import type { Address } from '../address.ts'
import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import type { Path } from '../layout.ts'

type Masks = 'cpus_allowed' | 'effective_cpus' | 'exclusive_cpus' | 'effective_xcpus'

/** Which CPUs a cgroup names. A mask is apart from its structure in kernels for very many CPUs, and in it in others. */
export const cpusOf =
  (mask: Masks) =>
  (kernel: Kernel, cpuset: Address): string => {
    const inside: Path = `cpuset.${mask}[]`
    const at = kernel.has(inside) ? kernel.at(cpuset, inside) : kernel.follow(cpuset, `cpuset.${mask}`)
    return rangesOf(kernel, at, kernel.cpuCount())
  }

/** Which memory nodes. */
export const nodesOf =
  (path: 'cpuset.mems_allowed' | 'cpuset.effective_mems') =>
  (kernel: Kernel, cpuset: Address): string =>
    rangesOf(kernel, kernel.at(cpuset, path), 8 * kernel.sizeOf(path))

/** PRS_MEMBER and its like of kernel/cgroup/cpuset-internal.h; those that could not be made are negative, and their reason is left out. */
const partitions: Readonly<Record<number, string>> = {
  [-2]: 'isolated invalid',
  [-1]: 'root invalid',
  0: 'member',
  1: 'root',
  2: 'isolated',
}

export function partitionOf(kernel: Kernel, cpuset: Address): string {
  const partition = partitions[kernel.signed(cpuset, 'cpuset.partition_root_state')]
  if (partition === undefined) throw new Torn('a partition of no kind')
  return partition
}

/** The bits that are set, as bitmap_print_to_pagebuf lists them: `0-3,7`. */
function rangesOf(kernel: Kernel, at: Address, count: number): string {
  const bytes = kernel.digits(at, Math.ceil(count / 8))
  const ranges: [first: number, last: number][] = []
  for (let bit = 0; bit < count; bit++) {
    const byte = Number.parseInt(bytes.slice(2 * (bit >> 3), 2 * (bit >> 3) + 2), 16)
    if ((byte & (1 << (bit & 7))) === 0) continue
    const last = ranges.at(-1)
    if (last?.[1] === bit - 1) last[1] = bit
    else ranges.push([bit, bit])
  }
  return ranges.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join()
}
