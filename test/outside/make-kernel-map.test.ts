import t from 'tap'
import { imageStart } from '../../src/outside/address.ts'
import { makeKernelMap } from '../../src/outside/make-kernel-map.ts'
import { syntheticGuest } from './synthetic/guest.ts'

t.test('a kernel is mapped from its memory alone', async t => {
  const { map } = syntheticGuest()
  t.match(map, { release: '6.12.0-synthetic', imageBase: 0x100000, directMap: 0x8880_0000_0000 })
  t.equal(map.pageTable, imageStart + 0x10000)
  t.equal(map.symbols.init_task, imageStart + 0x3000)
  t.same(map.places['task_struct.comm']?.size, 16)
  t.same(map.places['pid.numbers[]']?.size, 64)
  t.equal(map.enumerators.CSS_ONLINE, 1)
  t.same(
    Object.entries(map.places).flatMap(([path, place]) =>
      place === null && !path.endsWith('[]') ? [path] : [],
    ),
    [],
  )
  t.notOk(Object.values(map.enumerators).includes(null))
})

t.test('what a kernel lacks is noted', async t => {
  const { map } = syntheticGuest({ without: ['pids_cgroup.watermark', 'MEMCG_OOM_GROUP_KILL'] })
  t.equal(map.places['pids_cgroup.watermark'], null)
  t.equal(map.enumerators.MEMCG_OOM_GROUP_KILL, null)
})

t.test('a member may have another name', async t => {
  const { map } = syntheticGuest({ renamed: { 'kernfs_node.parent': 'kernfs_node.__parent' } })
  t.same(map.places['kernfs_node.parent'], syntheticGuest().map.places['kernfs_node.parent'])
})

t.test('five levels of page tables are not supported', async t => {
  const { memory } = syntheticGuest()
  const page = memory.size - 0x2000
  const text = Buffer.from(memory.read(page, 4096)).toString('latin1')
  memory.write(page, Buffer.from(text.replace('l5_enabled)=0', 'l5_enabled)=1')))
  t.throws(() => makeKernelMap(memory), { name: 'UnsupportedKernel', missing: 'page table of four levels' })
})
