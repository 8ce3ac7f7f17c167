import t from 'tap'
import type { Address } from '../../../src/outside/address.ts'
import { idMapOf } from '../../../src/outside/walk/id-map.ts'
import { syntheticGuest } from '../synthetic/guest.ts'

const { make, set, point, kernel, element, map: layout } = syntheticGuest()

/** A range is put where the kernel keeps it. */
function putRange(at: Address, [inside, outside, count]: readonly [number, number, number]): void {
  set(at, 'uid_gid_extent.first', inside)
  set(at, 'uid_gid_extent.lower_first', outside)
  set(at, 'uid_gid_extent.count', count)
}

const stride = layout.places.uid_gid_extent?.size ?? 0

t.test('up to five ranges are in the map itself', async t => {
  const map = make()
  t.same(idMapOf(kernel(), map), [])
  set(map, 'uid_gid_map.nr_extents', 1)
  const first = element(map, 'uid_gid_map.extent[]', 0)
  putRange(first, [0, 0, 2 ** 32 - 1])
  t.same(idMapOf(kernel(), map), [{ inside: 0, outside: 0, count: 4294967295 }])
})

t.test('more are apart from it', async t => {
  const [map, apart] = [make(), make()]
  set(map, 'uid_gid_map.nr_extents', 6)
  point(map, 'uid_gid_map.forward', apart)
  for (let i = 0; i < 6; i++) putRange(apart + i * stride, [10 * i, 1000 + i, i + 1])
  const ranges = idMapOf(kernel(), map)
  t.equal(ranges.length, 6)
  t.same(ranges[5], { inside: 50, outside: 1005, count: 6 })
})

t.test('a map that cannot be is torn', async t => {
  const map = make()
  set(map, 'uid_gid_map.nr_extents', 341)
  t.throws(() => idMapOf(kernel(), map), { name: 'Torn' })
  set(map, 'uid_gid_map.nr_extents', 6)
  t.throws(() => idMapOf(kernel(), map), { name: 'Torn' }, 'its ranges are nowhere')
})
