import t from 'tap'
import { controllersOf, subtreeControl, typeOf } from '../../../src/outside/walk/cgroup-core.ts'
import { syntheticGuest } from '../synthetic/guest.ts'
import { putCgroup, putSurroundings } from '../synthetic/put.ts'

const guest = syntheticGuest()
const { make, set, point, kernel, map } = guest
const { root } = putSurroundings(guest)
const bitOf = (name: 'cpu_cgrp_id' | 'memory_cgrp_id' | 'pids_cgrp_id') => 1 << (map.enumerators[name] ?? 0)
const hidden = 1 << (map.enumerators.freezer_cgrp_id ?? 0)
const [cpu, memory, pids] = [bitOf('cpu_cgrp_id'), bitOf('memory_cgrp_id'), bitOf('pids_cgrp_id')]
set(map.symbols.cgrp_dfl_root, 'cgroup_root.subsys_mask', cpu | memory | pids)
for (const [id, threaded] of [
  ['cpu_cgrp_id', 1],
  ['memory_cgrp_id', 0],
  ['pids_cgrp_id', 1],
] as const) {
  const [part, controller] = [make(), make()]
  point(root, 'cgroup.subsys[]', part, map.enumerators[id] ?? 0)
  point(part, 'cgroup_subsys_state.ss', controller)
  set(controller, 'cgroup_subsys.threaded', threaded)
}
const below = (parent: number) => putCgroup(guest, { name: 'box', parent })
const controllers = (cgroup: number) => controllersOf(kernel(), cgroup)
const type = (cgroup: number) => typeOf(kernel(), cgroup)

t.test('a cgroup may use what its parent has enabled', async t => {
  const box = below(root)
  t.equal(controllers(root), 'cpu memory pids')
  t.equal(controllers(box), '')
  set(root, 'cgroup.subtree_control', cpu | memory)
  t.equal(controllers(box), 'cpu memory')
  point(box, 'cgroup.dom_cgrp', root)
  t.equal(controllers(box), 'cpu', 'in a threaded one, only what can tell threads apart')
})

t.test('a controller without a known name is not left out: nothing is told', async t => {
  const box = below(root)
  set(root, 'cgroup.subtree_control', cpu | (1 << 30))
  t.equal(controllers(box), undefined)
  t.equal(subtreeControl(kernel(), root), undefined)
  set(root, 'cgroup.subtree_control', cpu | memory)
  set(map.symbols.cgrp_dfl_root, 'cgroup_root.subsys_mask', cpu | memory | pids | hidden)
  t.equal(controllers(root), 'cpu memory pids', 'what is only of cgroup v1 is not shown')
})

t.test('types', async t => {
  const box = below(root)
  const [one, two] = [below(box), below(box)]
  const leaf = below(two)
  t.same([box, one, leaf].map(type), ['domain', 'domain', 'domain'])
  point(one, 'cgroup.dom_cgrp', box)
  set(box, 'cgroup.nr_threaded_children', 1)
  t.same([box, one, two, leaf].map(type), ['domain threaded', 'threaded', 'domain invalid', 'domain invalid'])
})

t.test('a domain with processes that enables what is about threads is one of threads', async t => {
  const box = below(root)
  set(box, 'cgroup.subtree_control', memory)
  set(box, 'cgroup.nr_populated_csets', 1)
  t.equal(type(box), 'domain')
  set(box, 'cgroup.subtree_control', memory | pids)
  t.equal(type(box), 'domain threaded')
  set(box, 'cgroup.nr_populated_csets', 0)
  t.equal(type(box), 'domain')
})

t.test('a cgroup above itself is torn', async t => {
  const [one, two] = [below(root), below(root)]
  point(one, 'cgroup.self.parent', kernel().at(two, 'cgroup.self'))
  point(two, 'cgroup.self.parent', kernel().at(one, 'cgroup.self'))
  t.throws(() => type(one), { name: 'Torn' })
})
