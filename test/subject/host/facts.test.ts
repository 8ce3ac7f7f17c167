import t from 'tap'
import { Unreadable } from '../../../src/linux/unreadable.ts'
import { facts } from '../../../src/subject/host/facts.ts'
import { recorded } from '../../kernel/fixture.ts'

const read = (name: string, file: string) => facts[name]?.parse([recorded(file)], { pid: 1 })

t.test('the machine', async t => {
  t.match(read('release', 'host/osrelease'), /^6\.12\./)
  t.ok(Number(read('processes', 'host/list')) > 30)
  t.ok((read('controllers', 'root-cgroup/cgroup.controllers') as string[]).includes('pids'))
  t.equal(read('memory', 'host/meminfo'), 990_148 * 1024)
  t.equal(read('memory_available', 'host/meminfo'), 807_524 * 1024)
  t.equal(read('cpus', 'host/cpu-online'), 1)
  t.equal(read('uptime', 'host/uptime'), 210_340)
  const used = ['shm', 'sem', 'msg'].map(kind => recorded(`proc/sysvipc-${kind}-used`))
  t.same(facts.ipc?.parse(used, {}), { shared_memory: 1, semaphores: 1, queues: 1 })
})

t.test('what it has to put things, and its kernel', async t => {
  t.same(read('swap', 'host/meminfo-swap'), { total: 65_532 * 1024, free: 65_532 * 1024 })
  t.match(read('swap_areas', 'host/swaps'), { '/dev/zram0': { priority: 5 } })
  t.match(read('disks', 'host/lsblk'), { vda: { number: '254:0' } })
  t.same(read('modules', 'host/modules'), [
    'zram',
    'zsmalloc',
    'lz4_compress',
    'lz4hc_compress',
    'virtio_blk',
    'overlay',
  ])
  t.same((read('security_modules', 'host/lsm') as string[]).slice(0, 2), ['lockdown', 'capability'])
  t.equal(facts.kernel_log?.isLog, true)
})

t.test('what evidence shows of swap', async t => {
  const quote = (field?: string) =>
    facts.swap?.quote([recorded('host/meminfo-swap')], { field, binding: {} }).map(({ text }) => text)
  t.same(quote('free'), ['SwapFree:          65532 kB'])
  t.same(quote(), ['SwapTotal:         65532 kB\nSwapFree:          65532 kB'])
})

t.test('other texts are unreadable', async t => {
  for (const name of ['memory', 'uptime', 'processes', 'swap', 'swap_areas', 'disks'])
    t.throws(() => facts[name]?.parse(['what'], {}), Unreadable, name)
})
