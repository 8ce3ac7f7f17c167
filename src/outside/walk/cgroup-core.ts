import type { Address } from '../address.ts'
import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import type { EnumeratorName, Path } from '../layout.ts'

/** What the files say that a cgroup has whatever its controllers are: kernel/cgroup/cgroup.c. */

/** The controllers that a person can enable, in the order of their bits. */
const names = {
  cpuset: 'cpuset_cgrp_id',
  cpu: 'cpu_cgrp_id',
  io: 'io_cgrp_id',
  memory: 'memory_cgrp_id',
  hugetlb: 'hugetlb_cgrp_id',
  pids: 'pids_cgrp_id',
  rdma: 'rdma_cgrp_id',
  misc: 'misc_cgrp_id',
  dmem: 'dmem_cgrp_id',
} as const satisfies Record<string, EnumeratorName>

/** Those that the root has without showing them: they are of cgroup v1, or on without being enabled. */
const hidden = [
  'cpuacct_cgrp_id',
  'devices_cgrp_id',
  'freezer_cgrp_id',
  'net_cls_cgrp_id',
  'net_prio_cgrp_id',
  'perf_event_cgrp_id',
] as const satisfies readonly EnumeratorName[]

export const subtreeControl = (kernel: Kernel, cgroup: Address): string | undefined =>
  namesOf(kernel, kernel.number(cgroup, 'cgroup.subtree_control'))

/** Those that the parent has enabled; of a threaded cgroup, only those that can tell threads apart. */
export function controllersOf(kernel: Kernel, cgroup: Address): string | undefined {
  const parent = parentOf(kernel, cgroup)
  if (parent === undefined)
    return namesOf(kernel, kernel.number(kernel.symbol('cgrp_dfl_root'), 'cgroup_root.subsys_mask'))
  const enabled = kernel.number(parent, 'cgroup.subtree_control')
  return namesOf(kernel, isThreaded(kernel, cgroup) ? threadedOf(kernel, enabled) : enabled)
}

export function events(kernel: Kernel, cgroup: Address): string {
  const members = [
    'cgroup.nr_populated_csets',
    'cgroup.nr_populated_domain_children',
    'cgroup.nr_populated_threaded_children',
  ] as const
  const isPopulated = members.some(path => kernel.number(cgroup, path) > 0)
  const flags = kernel.number(cgroup, 'cgroup.flags')
  const isFrozen = hasBit(flags, kernel.enumerator('CGRP_FROZEN'))
  return `populated ${Number(isPopulated)}\nfrozen ${Number(isFrozen)}`
}

/** cgroup_type_show */
export function typeOf(kernel: Kernel, cgroup: Address): string {
  if (isThreaded(kernel, cgroup)) return 'threaded'
  if (!isValid(kernel, cgroup)) return 'domain invalid'
  return isThreadRoot(kernel, cgroup) ? 'domain threaded' : 'domain'
}

/** INT_MAX: no limit. */
const mostCgroups = 2 ** 31 - 1

export const mostOf =
  (path: Extract<Path, 'cgroup.max_depth' | 'cgroup.max_descendants'>) =>
  (kernel: Kernel, cgroup: Address): string => {
    const most = kernel.number(cgroup, path)
    return most === mostCgroups ? 'max' : String(most)
  }

/** Undefined if one of them has no name that is known: a shorter list would be wrong. */
function namesOf(kernel: Kernel, enabled: number): string | undefined {
  const isEnabled = (id: EnumeratorName) => {
    const bit = kernel.enumeratorIfThere(id)
    return bit !== undefined && hasBit(enabled, bit)
  }
  const shown = Object.entries(names).flatMap(([name, id]) => (isEnabled(id) ? [name] : []))
  const known = shown.length + hidden.filter(isEnabled).length
  return known === bitsOf(enabled) ? shown.join(' ') : undefined
}

const bitsOf = (flags: number) => [...flags.toString(2)].filter(bit => bit === '1').length

const hasBit = (flags: number, bit: number) => Math.floor(flags / 2 ** bit) % 2 === 1

function parentOf(kernel: Kernel, cgroup: Address): Address | undefined {
  const parent = kernel.pointer(cgroup, 'cgroup.self.parent')
  return parent === 0 ? undefined : kernel.container(parent, 'cgroup.self')
}

const isThreaded = (kernel: Kernel, cgroup: Address) => kernel.follow(cgroup, 'cgroup.dom_cgrp') !== cgroup

/** A domain whose children or controllers are about threads. */
const isThreadRoot = (kernel: Kernel, cgroup: Address) =>
  !isThreaded(kernel, cgroup) &&
  (kernel.number(cgroup, 'cgroup.nr_threaded_children') > 0 ||
    (kernel.number(cgroup, 'cgroup.nr_populated_csets') > 0 &&
      threadedOf(kernel, kernel.number(cgroup, 'cgroup.subtree_control')) !== 0))

/** Deeper than any hierarchy: PATH_MAX. */
const deepest = 2048

/** A domain below threads can hold no process. The root may have threaded children and stays what it is. */
function isValid(kernel: Kernel, cgroup: Address): boolean {
  let above = parentOf(kernel, cgroup)
  for (let depth = 0; above !== undefined; depth++) {
    if (depth > deepest) throw new Torn('a cgroup without a root')
    const next = parentOf(kernel, above)
    if (isThreaded(kernel, above) || (next !== undefined && isThreadRoot(kernel, above))) return false
    above = next
  }
  return true
}

/** Of these controllers, those that can tell threads apart, as the root's part of each says. */
function threadedOf(kernel: Kernel, enabled: number): number {
  const root = kernel.at(kernel.symbol('cgrp_dfl_root'), 'cgroup_root.cgrp')
  let threaded = 0
  for (let bit = 0; 2 ** bit <= enabled; bit++) {
    if (!hasBit(enabled, bit)) continue
    const part = kernel.pointerIn(root, 'cgroup.subsys[]', bit)
    if (part === 0) continue
    const controller = kernel.follow(part, 'cgroup_subsys_state.ss')
    if (kernel.number(controller, 'cgroup_subsys.threaded') !== 0) threaded += 2 ** bit
  }
  return threaded
}
