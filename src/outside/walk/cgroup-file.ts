import type { Address } from '../address.ts'
import type { Kernel } from '../kernel.ts'
import type { EnumeratorName, Path } from '../layout.ts'

/** A file of a cgroup whose text can be told from the kernel's memory. */
interface CgroupFile {
  readonly name: string
  /** Whose structure of the cgroup it is about; absent if it is about the cgroup itself. */
  readonly controller?: Controller
  /** Whether the root of the hierarchy has it, too. */
  readonly ofRoot?: true
  /** What the file says, without the newline at its end. Undefined if that cannot be told. */
  text(kernel: Kernel, structure: Address): string | undefined
}

/** Where a controller keeps its structure for a cgroup: its index among all controllers, and the part that the cgroup points to. */
export const controllers = {
  cpu: ['cpu_cgrp_id', 'task_group.css'],
  memory: ['memory_cgrp_id', 'mem_cgroup.css'],
  pids: ['pids_cgrp_id', 'pids_cgroup.css'],
} as const satisfies Record<string, readonly [EnumeratorName, Path]>

export type Controller = keyof typeof controllers

/** Values are printed as the kernel does; cgroup-v2.rst. */
export const cgroupFiles: readonly CgroupFile[] = [
  { name: 'cgroup.events', text: events },
  { name: 'cgroup.freeze', text: number('cgroup.freezer.freeze') },
  { name: 'cgroup.subtree_control', ofRoot: true, text: subtreeControl },
  { name: 'cpu.idle', controller: 'cpu', text: number('task_group.idle') },
  { name: 'cpu.max', controller: 'cpu', text: bandwidth },
  { name: 'cpu.weight', controller: 'cpu', text: weight },
  { name: 'memory.current', controller: 'memory', text: pages('mem_cgroup.memory.usage') },
  { name: 'memory.events', controller: 'memory', text: memoryEvents },
  { name: 'memory.high', controller: 'memory', text: pages('mem_cgroup.memory.high') },
  { name: 'memory.low', controller: 'memory', text: pages('mem_cgroup.memory.low') },
  { name: 'memory.max', controller: 'memory', text: pages('mem_cgroup.memory.max') },
  { name: 'memory.min', controller: 'memory', text: pages('mem_cgroup.memory.min') },
  { name: 'memory.oom.group', controller: 'memory', text: number('mem_cgroup.oom_group') },
  { name: 'memory.peak', controller: 'memory', text: pages('mem_cgroup.memory.watermark') },
  { name: 'memory.swap.current', controller: 'memory', text: pages('mem_cgroup.swap.usage') },
  { name: 'memory.swap.max', controller: 'memory', text: pages('mem_cgroup.swap.max') },
  { name: 'pids.current', controller: 'pids', text: number('pids_cgroup.counter') },
  { name: 'pids.max', controller: 'pids', text: processes('pids_cgroup.limit') },
  { name: 'pids.peak', controller: 'pids', text: number('pids_cgroup.watermark') },
]

type Text = CgroupFile['text']

function number(path: Path): Text {
  return (kernel, structure) => String(kernel.number(structure, path))
}

const pageSize = 4096

/** PAGE_COUNTER_MAX of include/linux/page_counter.h: no limit. */
const mostPages = Math.floor(2 ** 63 / pageSize) - 1

function pages(path: Path): Text {
  return (kernel, structure) => {
    const count = kernel.number(structure, path)
    return count >= mostPages ? 'max' : String(count * pageSize)
  }
}

/** PIDS_MAX of kernel/cgroup/pids.c: no limit. */
const mostProcesses = 4 * 2 ** 20 + 1

function processes(path: Path): Text {
  return (kernel, structure) => {
    const count = kernel.number(structure, path)
    return count >= mostProcesses ? 'max' : String(count)
  }
}

function events(kernel: Kernel, cgroup: Address): string {
  const members = [
    'cgroup.nr_populated_csets',
    'cgroup.nr_populated_domain_children',
    'cgroup.nr_populated_threaded_children',
  ] as const
  const isPopulated = members.some(path => kernel.number(cgroup, path) > 0)
  const flags = kernel.number(cgroup, 'cgroup.flags')
  const isFrozen = Math.floor(flags / 2 ** kernel.enumerator('CGRP_FROZEN')) % 2 === 1
  return `populated ${Number(isPopulated)}\nfrozen ${Number(isFrozen)}`
}

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
} as const satisfies Record<string, EnumeratorName>

function subtreeControl(kernel: Kernel, cgroup: Address): string {
  const enabled = kernel.number(cgroup, 'cgroup.subtree_control')
  const isEnabled = (bit: number | undefined) => bit !== undefined && (enabled & (1 << bit)) !== 0
  return Object.entries(names)
    .flatMap(([name, id]) => (isEnabled(kernel.enumeratorIfThere(id)) ? [name] : []))
    .join(' ')
}

function memoryEvents(kernel: Kernel, group: Address): string {
  const keys = {
    low: 'MEMCG_LOW',
    high: 'MEMCG_HIGH',
    max: 'MEMCG_MAX',
    oom: 'MEMCG_OOM',
    oom_kill: 'MEMCG_OOM_KILL',
    oom_group_kill: 'MEMCG_OOM_GROUP_KILL',
  } as const
  return Object.entries(keys)
    .map(
      ([key, name]) =>
        `${key} ${kernel.numberIn(group, 'mem_cgroup.memory_events[]', kernel.enumerator(name))}`,
    )
    .join('\n')
}

/** Kept in nanoseconds and shown in microseconds; RUNTIME_INF, all bits set, is no limit. */
function bandwidth(kernel: Kernel, group: Address): string {
  const quota = kernel.number(group, 'task_group.cfs_bandwidth.quota')
  const period = kernel.number(group, 'task_group.cfs_bandwidth.period')
  return `${quota >= 2 ** 63 ? 'max' : Math.floor(quota / 1000)} ${Math.floor(period / 1000)}`
}

/** Shares are kept with ten more bits than the scheduler's weights, of which 1024 are the default weight 100. */
function weight(kernel: Kernel, group: Address): string | undefined {
  // Kernels differ in what they show for an idle group.
  if (kernel.number(group, 'task_group.idle') !== 0) return undefined
  const shares = Math.floor(kernel.number(group, 'task_group.shares') / 1024)
  return String(Math.floor((shares * 100 + 512) / 1024))
}
