import t from 'tap'
import type { Address } from '../../../src/outside/address.ts'
import type { Path } from '../../../src/outside/layout.ts'
import { cgroupFiles } from '../../../src/outside/walk/cgroup-file.ts'
import { syntheticGuest } from '../synthetic/guest.ts'

const { make, set, kernel, map } = syntheticGuest()

const textOf = (name: string, structure: Address) =>
  cgroupFiles.find(file => file.name === name)?.text(kernel(), structure)

/** What files say where members have these values. */
const rows: readonly [name: string, members: Partial<Record<Path, number>>, text: string | undefined][] = [
  ['memory.max', { 'mem_cgroup.memory.max': 2 ** 51 - 1 }, 'max'],
  ['memory.max', { 'mem_cgroup.memory.max': 8192 }, '33554432'],
  ['memory.min', { 'mem_cgroup.memory.min': 0 }, '0'],
  ['memory.current', { 'mem_cgroup.memory.usage': 3 }, '12288'],
  ['pids.max', { 'pids_cgroup.limit': 4194305 }, 'max'],
  ['pids.max', { 'pids_cgroup.limit': 20 }, '20'],
  [
    'cpu.max',
    { 'task_group.cfs_bandwidth.quota': -1, 'task_group.cfs_bandwidth.period': 100_000_000 },
    'max 100000',
  ],
  ['cpu.max', { 'task_group.cfs_bandwidth.quota': 20_000_000, 'task_group.cfs_bandwidth.period': 50_000_000 }, '20000 50000'], // biome-ignore format: a table
  ['cpu.weight', { 'task_group.shares': 1024 * 1024 }, '100'],
  ['cpu.weight', { 'task_group.shares': 10 * 1024 }, '1'],
  ['cpu.weight', { 'task_group.shares': 102400 * 1024 }, '10000'],
  ['cpu.weight', { 'task_group.shares': 3 * 1024, 'task_group.idle': 1 }, undefined],
  ['cgroup.events', {}, 'populated 0\nfrozen 0'],
  ['cgroup.events', { 'cgroup.nr_populated_csets': 1 }, 'populated 1\nfrozen 0'],
  [
    'cgroup.events',
    { 'cgroup.nr_populated_domain_children': 2, 'cgroup.flags': 1 << 3 },
    'populated 1\nfrozen 1',
  ],
  ['cgroup.subtree_control', {}, ''],
]

t.test('a file says what the kernel prints', async t => {
  t.equal(map.enumerators.CGRP_FROZEN, 3)
  for (const [name, members, text] of rows) {
    const structure = make()
    for (const [path, value] of Object.entries(members)) set(structure, path as Path, value)
    t.equal(textOf(name, structure), text, `${name}: ${text}`)
  }
})

t.test('events of memory are counted apart', async t => {
  const group = make()
  const { MEMCG_OOM_KILL, MEMCG_MAX } = map.enumerators
  set(group, 'mem_cgroup.memory_events[]', 7, MEMCG_MAX ?? 0)
  set(group, 'mem_cgroup.memory_events[]', 2, MEMCG_OOM_KILL ?? 0)
  t.equal(textOf('memory.events', group), 'low 0\nhigh 0\nmax 7\noom 0\noom_kill 2\noom_group_kill 0')
})

t.test('enabled controllers are listed in the order of the kernel', async t => {
  const cgroup = make()
  const { cpu_cgrp_id, pids_cgrp_id, memory_cgrp_id } = map.enumerators
  const bits = [pids_cgrp_id, cpu_cgrp_id, memory_cgrp_id].map(id => 1 << (id ?? 0))
  set(
    cgroup,
    'cgroup.subtree_control',
    bits.reduce((all, bit) => all | bit, 0),
  )
  t.equal(textOf('cgroup.subtree_control', cgroup), 'cpu memory pids')
})
