import type { ValueType } from '../fact.ts'
import { flag, keyed, readOnly, size } from '../format.ts'
import { parseNestedKeyed } from '../keyed.ts'
import type { CgroupFile } from './file.ts'
import { node } from './node.ts'

const events = keyed({
  counts: ['low', 'high', 'max', 'oom', 'oom_kill', 'oom_group_kill', 'sock_throttled'],
})

/** The keys of memory.stat that the kernel also keeps for each memory node. */
const ofNodes = {
  sizes: [
    'anon',
    'file',
    'kernel_stack',
    'pagetables',
    'sec_pagetables',
    'shmem',
    'file_mapped',
    'file_dirty',
    'file_writeback',
    'swapcached',
    'anon_thp',
    'file_thp',
    'shmem_thp',
    'inactive_anon',
    'active_anon',
    'inactive_file',
    'active_file',
    'unevictable',
    'slab_reclaimable',
    'slab_unreclaimable',
  ],
  counts: [
    'workingset_refault_anon',
    'workingset_refault_file',
    'workingset_activate_anon',
    'workingset_activate_file',
    'workingset_restore_anon',
    'workingset_restore_file',
    'workingset_nodereclaim',
    'pgdemote_kswapd',
    'pgdemote_direct',
    'pgdemote_khugepaged',
    'pgpromote_success',
  ],
} as const

const stat = keyed({
  sizes: [...ofNodes.sizes, 'kernel', 'percpu', 'sock', 'vmalloc', 'zswap', 'zswapped', 'slab'],
  counts: [
    ...ofNodes.counts,
    'pgscan',
    'pgsteal',
    'pgscan_kswapd',
    'pgscan_direct',
    'pgscan_khugepaged',
    'pgsteal_kswapd',
    'pgsteal_direct',
    'pgsteal_khugepaged',
    'pgfault',
    'pgmajfault',
    'pgrefill',
    'pgactivate',
    'pgdeactivate',
    'pglazyfree',
    'pglazyfreed',
    'swpin_zero',
    'swpout_zero',
    'zswpin',
    'zswpout',
    'zswpwb',
    'thp_fault_alloc',
    'thp_collapse_alloc',
    'thp_swpout',
    'thp_swpout_fallback',
    'numa_pages_migrated',
    'numa_pte_updates',
    'numa_hint_faults',
  ],
})

const numaStat = readOnly(
  {
    type: 'record',
    fields: { ...eachByNode(ofNodes.sizes, 'size'), ...eachByNode(ofNodes.counts, 'count') },
  },
  parseNestedKeyed,
)

/** Files of the memory controller. */
export const memory = {
  'memory.current': {
    format: size,
    means: 'How much memory this cgroup and those below it use now, page cache included.',
  },
  'memory.min': {
    format: size,
    writable: true,
    since: '4.18',
    means: 'Memory that the kernel never takes back from this cgroup, even when others run out.',
  },
  'memory.low': {
    format: size,
    writable: true,
    means: 'Memory that the kernel takes back only when no unprotected memory is left elsewhere.',
  },
  'memory.high': {
    format: size,
    writable: true,
    means: 'Above this, processes are throttled and their memory is reclaimed; none is killed.',
  },
  'memory.max': {
    format: size,
    writable: true,
    means:
      'The hard limit: when it cannot be kept in any other way, the OOM killer ends a process of this cgroup.',
  },
  'memory.peak': {
    format: size,
    since: '5.19',
    means: 'The most memory this cgroup and those below it ever used.',
  },
  'memory.oom.group': {
    format: flag,
    writable: true,
    since: '4.19',
    means: 'Whether the OOM killer ends all processes of this cgroup at once instead of one.',
  },
  'memory.events': {
    format: events,
    means:
      'How often this cgroup and those below it met each limit, and how many of their processes the OOM killer ended.',
  },
  'memory.events.local': {
    format: events,
    since: '5.3',
    means: 'The same counts for this cgroup alone, without those below it.',
  },
  'memory.stat': {
    format: stat,
    root: 'too',
    means: 'What the memory is used for: anonymous memory, page cache, kernel, and what became of its pages.',
  },
  'memory.numa_stat': {
    format: numaStat,
    since: '5.9',
    root: 'too',
    means: 'The same as memory.stat for each memory node, as far as it is of nodes.',
  },
  'memory.swap.current': {
    format: size,
    config: 'CONFIG_SWAP',
    means: 'How much of this cgroup and those below it is swapped out now.',
  },
  'memory.swap.high': {
    format: size,
    writable: true,
    since: '5.8',
    config: 'CONFIG_SWAP',
    means: 'Above this much swap, processes that ask for more memory are slowed down.',
  },
  'memory.swap.max': {
    format: size,
    writable: true,
    config: 'CONFIG_SWAP',
    means:
      'How much may be swapped out; with 0, what does not fit into memory.max is killed instead of swapped.',
  },
  'memory.swap.peak': {
    format: size,
    since: '6.5',
    config: 'CONFIG_SWAP',
    means: 'The most swap this cgroup and those below it ever used.',
  },
  'memory.swap.events': {
    format: keyed({ counts: ['high', 'max', 'fail'] }),
    since: '4.18',
    config: 'CONFIG_SWAP',
    means: 'How often swapping met a limit or failed.',
  },
  'memory.zswap.current': {
    format: size,
    since: '5.19',
    config: 'CONFIG_ZSWAP',
    means: 'How much memory the compressed swap of this cgroup takes.',
  },
  'memory.zswap.max': {
    format: size,
    writable: true,
    since: '5.19',
    config: 'CONFIG_ZSWAP',
    means: 'How much memory the compressed swap of this cgroup may take.',
  },
  'memory.zswap.writeback': {
    format: flag,
    writable: true,
    since: '6.8',
    config: 'CONFIG_ZSWAP',
    means: 'Whether compressed swap may be written to a disk.',
  },
} as const satisfies Record<string, CgroupFile>

function eachByNode(keys: readonly string[], type: 'size' | 'count'): Record<string, ValueType> {
  return Object.fromEntries(keys.map(key => [key, { type: 'map', of: { type }, keys: node }]))
}
