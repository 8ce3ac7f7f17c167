import t from 'tap'
import { kernelReader } from '../../src/outside/kernel.ts'
import type { Path } from '../../src/outside/layout.ts'
import { syntheticGuest } from './synthetic/guest.ts'

const guest = syntheticGuest({ without: ['pids_cgroup.watermark', 'MEMCG_OOM', 'MEMCG_LOW'] })
const { make, set, point, pointToText, kernel, map, memory } = guest

t.test('numbers, signed and not, of every size', async t => {
  const task = make()
  set(task, 'task_struct.start_boottime', 2 ** 52 + 1)
  set(task, 'cred.uid', 0xffff_fffe)
  set(task, 'signal_struct.oom_score_adj', -999)
  t.equal(kernel().number(task, 'task_struct.start_boottime'), 2 ** 52 + 1)
  t.equal(kernel().number(task, 'cred.uid'), 0xffff_fffe)
  t.equal(kernel().signed(task, 'cred.uid'), -2)
  t.equal(kernel().signed(task, 'signal_struct.oom_score_adj'), -999)
  t.equal(kernel().number(task, 'signal_struct.oom_score_adj'), 65536 - 999)
  set(task, 'pids_cgroup.limit', -1)
  t.equal(kernel().signed(task, 'pids_cgroup.limit'), -1)
  t.equal(kernel().mask(task, 'pids_cgroup.limit'), 'ffffffffffffffff')
  set(task, 'pids_cgroup.limit', 0x1f_0000_0a00)
  t.equal(kernel().mask(task, 'pids_cgroup.limit'), '0000001f00000a00')
})

t.test('bit-fields', async t => {
  const bits = (from: number, count: number) => {
    const place = { offset: 16, size: 4, bits: { from, count } }
    return kernelReader({ ...map, places: { ...map.places, 'cred.uid': place } }, memory)
  }
  const structure = make()
  set(structure, 'cred.uid', 0b1011_0101)
  t.equal(map.places['cred.uid']?.offset, 16)
  t.same(
    [bits(0, 1), bits(1, 1), bits(4, 4), bits(0, 32)].map(reader => reader.number(structure, 'cred.uid')),
    [1, 0, 0b1011, 0b1011_0101],
  )
})

t.test('texts end with a zero byte, or with their member', async t => {
  const task = make()
  set(task, 'task_struct.comm', 'sleep\0rest')
  t.equal(kernel().text(task, 'task_struct.comm'), 'sleep')
  set(task, 'task_struct.comm', 'x'.repeat(20))
  t.equal(kernel().text(task, 'task_struct.comm'), 'x'.repeat(16))
  pointToText(task, 'kernfs_node.name', 'ſüß')
  t.equal(kernel().textBehind(task, 'kernfs_node.name'), 'ſüß')
})

t.test('pointers, elements, and what they are in', async t => {
  const [from, to] = [make(), make()]
  point(from, 'cgroup.subsys[]', to, 3)
  t.same(
    [2, 3].map(i => kernel().pointerIn(from, 'cgroup.subsys[]', i)),
    [0, to],
  )
  set(from, 'mem_cgroup.memory_events[]', 12, 2)
  t.equal(kernel().numberIn(from, 'mem_cgroup.memory_events[]', 2), 12)
  t.equal(kernel().container(kernel().at(from, 'cgroup.kn'), 'cgroup.kn'), from)
  t.throws(() => kernel().follow(from, 'cgroup.kn'), { name: 'Torn' }, 'NULL')
  t.throws(() => kernel().number(0, 'cgroup.kn'), { name: 'Torn' }, 'a structure at NULL')
})

t.test('per-CPU data have an address for each processor', async t => {
  const structure = make()
  const [first = 0, second = 0] = guest.cpuAreas
  set(structure, 'cgroup.rstat_cpu', 0x40)
  t.same(kernel().perCpu(structure, 'cgroup.rstat_cpu'), [first + 0x40, second + 0x40])
  set(structure, 'cgroup.rstat_cpu', -0x40)
  t.same(kernel().perCpu(structure, 'cgroup.rstat_cpu'), [first - 0x40, second - 0x40], 'the sum wraps')
  set(structure, 'cgroup.rstat_cpu', 0x8000_0000_0000)
  t.throws(() => kernel().perCpu(structure, 'cgroup.rstat_cpu'), { name: 'Torn' })
})

t.test('each page is read once in a walk, and anew in the next', async t => {
  const task = make()
  const walk = kernel()
  set(task, 'task_struct.tgid', 5)
  const before = memory.reads()
  for (const path of ['task_struct.tgid', 'task_struct.flags', 'task_struct.tgid'] as Path[])
    walk.number(task, path)
  t.equal(memory.reads(), before + 1)
  set(task, 'task_struct.tgid', 6)
  t.same(
    [walk, kernel()].map(each => each.number(task, 'task_struct.tgid')),
    [5, 6],
  )
})

t.test('what this kernel lacks is named', async t => {
  const named = (missing: string) => ({ name: 'UnsupportedKernel', message: new RegExp(missing), missing })
  t.throws(() => kernel().number(make(), 'pids_cgroup.watermark'), named('pids_cgroup.watermark'))
  t.throws(() => kernel().enumerator('MEMCG_OOM'), named('MEMCG_OOM'))
  t.equal(kernel().enumeratorIfThere('MEMCG_LOW'), undefined)
  t.equal(kernel().enumeratorIfThere('CSS_ONLINE'), 1)
})
