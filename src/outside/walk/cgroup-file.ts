import type { Address } from '../address.ts'
import type { Kernel } from '../kernel.ts'
import type { EnumeratorName, Path } from '../layout.ts'
import { controllersOf, events, mostOf, subtreeControl, typeOf } from './cgroup-core.ts'
import { cpusOf, nodesOf, partitionOf } from './cpuset.ts'

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
  cpuset: ['cpuset_cgrp_id', 'cpuset.css'],
  memory: ['memory_cgrp_id', 'mem_cgroup.css'],
  pids: ['pids_cgrp_id', 'pids_cgroup.css'],
} as const satisfies Record<string, readonly [EnumeratorName, Path]>

export type Controller = keyof typeof controllers

/** What is counted of memory, by its key and its place among the counters. */
const memoryKeys = {
  low: 'MEMCG_LOW',
  high: 'MEMCG_HIGH',
  max: 'MEMCG_MAX',
  oom: 'MEMCG_OOM',
  oom_kill: 'MEMCG_OOM_KILL',
  oom_group_kill: 'MEMCG_OOM_GROUP_KILL',
} as const
const swapKeys = { high: 'MEMCG_SWAP_HIGH', max: 'MEMCG_SWAP_MAX', fail: 'MEMCG_SWAP_FAIL' } as const

/** Values are printed as the kernel does; cgroup-v2.rst. */
export const cgroupFiles: readonly CgroupFile[] = [
  { name: 'cgroup.controllers', ofRoot: true, text: controllersOf },
  { name: 'cgroup.events', text: events },
  { name: 'cgroup.freeze', text: number('cgroup.freezer.freeze') },
  { name: 'cgroup.max.depth', ofRoot: true, text: mostOf('cgroup.max_depth') },
  { name: 'cgroup.max.descendants', ofRoot: true, text: mostOf('cgroup.max_descendants') },
  { name: 'cgroup.subtree_control', ofRoot: true, text: subtreeControl },
  { name: 'cgroup.type', text: typeOf },
  { name: 'cpu.idle', controller: 'cpu', text: number('task_group.idle') },
  { name: 'cpu.max', controller: 'cpu', text: bandwidth },
  { name: 'cpu.max.burst', controller: 'cpu', text: burst },
  { name: 'cpu.weight', controller: 'cpu', text: weight },
  { name: 'cpuset.cpus', controller: 'cpuset', text: cpusOf('cpus_allowed') },
  { name: 'cpuset.cpus.effective', ofRoot: true, controller: 'cpuset', text: cpusOf('effective_cpus') },
  {
    name: 'cpuset.cpus.exclusive',
    controller: 'cpuset',
    text: ifThere('cpuset.exclusive_cpus', cpusOf('exclusive_cpus')),
  },
  {
    name: 'cpuset.cpus.exclusive.effective',
    controller: 'cpuset',
    text: ifThere('cpuset.exclusive_cpus', cpusOf('effective_xcpus')),
  },
  { name: 'cpuset.cpus.partition', controller: 'cpuset', text: partitionOf },
  { name: 'cpuset.mems', controller: 'cpuset', text: nodesOf('cpuset.mems_allowed') },
  {
    name: 'cpuset.mems.effective',
    ofRoot: true,
    controller: 'cpuset',
    text: nodesOf('cpuset.effective_mems'),
  },
  { name: 'memory.current', controller: 'memory', text: pages('mem_cgroup.memory.usage') },
  { name: 'memory.events', controller: 'memory', text: counters('mem_cgroup.memory_events[]', memoryKeys) },
  {
    name: 'memory.events.local',
    controller: 'memory',
    text: counters('mem_cgroup.memory_events_local[]', memoryKeys),
  },
  { name: 'memory.high', controller: 'memory', text: pages('mem_cgroup.memory.high') },
  { name: 'memory.low', controller: 'memory', text: pages('mem_cgroup.memory.low') },
  { name: 'memory.max', controller: 'memory', text: pages('mem_cgroup.memory.max') },
  { name: 'memory.min', controller: 'memory', text: pages('mem_cgroup.memory.min') },
  { name: 'memory.oom.group', controller: 'memory', text: number('mem_cgroup.oom_group') },
  { name: 'memory.peak', controller: 'memory', text: pages('mem_cgroup.memory.watermark') },
  { name: 'memory.swap.current', controller: 'memory', text: pages('mem_cgroup.swap.usage') },
  {
    name: 'memory.swap.events',
    controller: 'memory',
    text: counters('mem_cgroup.memory_events[]', swapKeys),
  },
  { name: 'memory.swap.high', controller: 'memory', text: pages('mem_cgroup.swap.high') },
  { name: 'memory.swap.max', controller: 'memory', text: pages('mem_cgroup.swap.max') },
  { name: 'memory.swap.peak', controller: 'memory', text: swapPeak },
  { name: 'pids.current', controller: 'pids', text: number('pids_cgroup.counter') },
  { name: 'pids.events', controller: 'pids', text: pidsEvents },
  { name: 'pids.events.local', controller: 'pids', text: localPidsEvents },
  { name: 'pids.max', controller: 'pids', text: processes('pids_cgroup.limit') },
  { name: 'pids.peak', controller: 'pids', text: number('pids_cgroup.watermark') },
]

type Text = CgroupFile['text']

/** A file that only kernels with this member have. */
function ifThere(path: Path, text: Text): Text {
  return (kernel, structure) => (kernel.has(path) ? text(kernel, structure) : undefined)
}

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

function counters(
  path: 'mem_cgroup.memory_events[]' | 'mem_cgroup.memory_events_local[]',
  keys: Readonly<Record<string, EnumeratorName>>,
): Text {
  return (kernel, group) =>
    Object.entries(keys)
      .map(([key, name]) => `${key} ${kernel.numberIn(group, path, kernel.enumerator(name))}`)
      .join('\n')
}

/** Kernels that keep a peak for each reader have a file for it, and so have those shortly before. */
function swapPeak(kernel: Kernel, group: Address): string | undefined {
  return kernel.has('mem_cgroup.swap_peaks') ? pages('mem_cgroup.swap.watermark')(kernel, group) : undefined
}

/** Since 6.11 there are two of each counter, for a cgroup with those below it and without, unless the hierarchy was mounted with pids_localevents. */
function pidsEvents(kernel: Kernel, group: Address): string | undefined {
  if (!kernel.has('pids_cgroup.events[]')) return `max ${kernel.number(group, 'pids_cgroup.events_limit')}`
  const local = kernel.enumeratorIfThere('CGRP_ROOT_PIDS_LOCAL_EVENTS') ?? 0
  if ((kernel.number(kernel.symbol('cgrp_dfl_root'), 'cgroup_root.flags') & local) !== 0) return undefined
  return `max ${kernel.numberIn(group, 'pids_cgroup.events[]', kernel.enumerator('PIDCG_MAX'))}`
}

function localPidsEvents(kernel: Kernel, group: Address): string | undefined {
  if (!kernel.has('pids_cgroup.events_local[]')) return undefined
  return `max ${kernel.numberIn(group, 'pids_cgroup.events_local[]', kernel.enumerator('PIDCG_MAX'))}`
}

/** Kept in nanoseconds and shown in microseconds; RUNTIME_INF, all bits set, is no limit. */
function bandwidth(kernel: Kernel, group: Address): string {
  const quota = kernel.number(group, 'task_group.cfs_bandwidth.quota')
  const period = kernel.number(group, 'task_group.cfs_bandwidth.period')
  return `${quota >= 2 ** 63 ? 'max' : Math.floor(quota / 1000)} ${Math.floor(period / 1000)}`
}

function burst(kernel: Kernel, group: Address): string {
  return String(Math.floor(kernel.number(group, 'task_group.cfs_bandwidth.burst') / 1000))
}

/** Shares are kept with ten more bits than the scheduler's weights, of which 1024 are the default weight 100. */
function weight(kernel: Kernel, group: Address): string | undefined {
  // Kernels differ in what they show for an idle group.
  if (kernel.number(group, 'task_group.idle') !== 0) return undefined
  const shares = Math.floor(kernel.number(group, 'task_group.shares') / 1024)
  return String(Math.floor((shares * 100 + 512) / 1024))
}
