import t from 'tap'
import { parseKernelMap } from '../../src/outside/kernel-map.ts'
import { syntheticGuest } from './synthetic/guest.ts'

const { map } = syntheticGuest({ without: ['task_group.idle', 'MEMCG_LOW'] })
const text = JSON.stringify(map)

t.test('a map that was kept is the same map, and small', async t => {
  t.same(parseKernelMap(text), map)
  t.ok(text.length < 20_000, `${text.length} bytes`)
  const lower = { ...map, imageBase: -713_031_680 }
  t.same(parseKernelMap(JSON.stringify(lower)), lower, 'as at every other boot')
})

t.test('one that is damaged, or was made for other paths, is none', async t => {
  const changed = (change: object) => JSON.stringify({ ...map, ...change })
  const { init_task, ...symbols } = map.symbols
  const { 'task_struct.comm': comm, ...places } = map.places
  for (const [what, other] of Object.entries({
    'cut short': text.slice(0, -1),
    'no object': 'null',
    empty: '{}',
    'a symbol is missing': changed({ symbols }),
    'a place is missing': changed({ places }),
    'a place is no place': changed({ places: { ...places, 'task_struct.comm': { offset: -1, size: 16 } } }),
    'bits are none': changed({ places: { ...places, 'task_struct.comm': { ...comm, bits: [1, 2] } } }),
    'an address is none': changed({ symbols: { ...symbols, init_task: `${init_task}` } }),
    'an enumerator is none': changed({ enumerators: { ...map.enumerators, CSS_ONLINE: 0.5 } }),
  }))
    t.equal(parseKernelMap(other), undefined, what)
})
