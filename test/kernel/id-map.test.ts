import t from 'tap'
import { idInside, overflowId, parseIdMap } from '../../src/kernel/id-map.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('root inside is uid 1000 outside', async t => {
  const map = parseIdMap(recorded('proc/uid_map'))
  t.same(map, [{ inside: 0, outside: 1000, count: 1 }])
  t.equal(idInside(map, 1000), 0)
  t.equal(idInside(map, 1001), overflowId)
})

t.test('several ranges', async t => {
  const map = parseIdMap(recorded('proc/uid_map-two'))
  t.equal(idInside(map, 100_000), 1)
  t.equal(idInside(map, 165_535), 65_536)
  t.equal(idInside(map, 165_536), overflowId)
})

t.test('the map of the machine itself holds every id, an empty one none', async t => {
  t.equal(idInside(parseIdMap(recorded('host/uid_map')), 1000), 1000)
  t.equal(idInside(parseIdMap(''), 0), overflowId)
})

t.test('anything but three numbers is unreadable', async t => {
  t.throws(() => parseIdMap('0 1000\n'), Unreadable)
  t.throws(() => parseIdMap('0 1000 1 2\n'), Unreadable)
  t.throws(() => parseIdMap('a b c\n'), Unreadable)
})
