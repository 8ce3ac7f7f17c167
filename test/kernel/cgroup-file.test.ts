import { readdirSync } from 'node:fs'
import t from 'tap'
import { cgroupFiles, controllers, limitNames, limitTakes, limitText } from '../../src/kernel/cgroup-file.ts'
import { recorded } from './fixture.ts'

t.test('every recorded file of a real cgroup is in the tables, and is read', async t => {
  const names = readdirSync(new URL('../fixtures/kernel/cgroup', import.meta.url))
  t.ok(names.length > 40)
  for (const name of names) {
    t.ok(cgroupFiles[name], `${name} has a row`)
    t.doesNotThrow(() => cgroupFiles[name]?.format.parse(recorded(`cgroup/${name}`)), name)
  }
})

t.test('a group without controllers has exactly the files that need none', async t => {
  const names = recorded('bare-cgroup/names').trim().split('\n')
  const needNone = Object.keys(cgroupFiles).filter(name => !cgroupFiles[name]?.controller)
  t.same(
    names.filter(name => cgroupFiles[name]?.controller),
    [],
  )
  t.same(
    needNone.filter(name => !names.includes(name)),
    ['irq.pressure'],
    'only what this kernel was built without is missing',
  )
})

t.test('the rows say which files the root has', async t => {
  const names = recorded('root-cgroup/names').trim().split('\n')
  const inRoot = Object.keys(cgroupFiles).filter(name => cgroupFiles[name]?.root)
  t.same(
    inRoot.filter(name => !names.includes(name)),
    [],
  )
  t.same(
    names.filter(name => cgroupFiles[name] && !cgroupFiles[name]?.root),
    [],
  )
  t.equal(cgroupFiles['misc.capacity']?.root, 'only')
})

t.test('a row says the controller it is listed under', async t => {
  for (const [controller, files] of Object.entries(controllers)) {
    for (const name of Object.keys(files)) t.ok(name.startsWith(`${controller}.`), name)
  }
  t.equal(cgroupFiles['memory.max']?.controller, 'memory')
  t.equal(cgroupFiles['cpu.stat']?.controller, undefined)
})

t.test('limits', async t => {
  t.equal(limitText('memory.max', '512MiB'), '536870912')
  t.equal(limitText('pids.max', '20'), '20')
  t.equal(limitText('cpu.max', '20%'), '20000 100000')
  t.equal(limitText('memory.current', '1'), undefined, 'a file that can only be read')
  t.equal(limitText('no.such', '1'), undefined)
  t.equal(limitText('hugetlb.2MB.max', '4MiB'), '4194304')
  t.equal(limitText('misc.max', 'sev 5'), 'sev 5')
  t.equal(limitText('misc.max', '5'), undefined)
  t.equal(limitText('rdma.max', 'mlx4_0 hca_handle=2 hca_object=max'), 'mlx4_0 hca_handle=2 hca_object=max')
  t.equal(limitText('rdma.max', 'mlx4_0 rbps=2'), undefined)
  t.equal(limitText('constructor', '1'), undefined)
  t.match(limitTakes('memory.max'), /64MiB/)
  t.match(limitTakes('memory.current'), /only be read/)
  t.equal(limitTakes('no.such'), undefined)
  t.ok(limitNames.includes('memory.swap.max'))
  t.notOk(limitNames.includes('cgroup.procs'))
})

t.test('what the kernel says of a limit can be written back', async t => {
  for (const name of limitNames.filter(name => !['cgroup.type', 'cgroup.subtree_control'].includes(name))) {
    const text = recordedOrNothing(`cgroup/${name}`)
    if (text) t.equal(limitText(name, text), text.trim(), name)
  }
})

function recordedOrNothing(name: string): string | undefined {
  const names = readdirSync(new URL('../fixtures/kernel/cgroup', import.meta.url))
  return names.includes(name.replace('cgroup/', '')) ? recorded(name) : undefined
}
