import t from 'tap'
import { cpusOf, nodesOf, partitionOf } from '../../../src/outside/walk/cpuset.ts'
import { syntheticGuest } from '../synthetic/guest.ts'

const guest = syntheticGuest()
const { make, set, point, kernel, memory, map } = guest

/** The address of a mask with these bits. */
function aMask(bits: number): number {
  const at = make()
  memory.writeNumber(at - map.directMap, bits, 8)
  return at
}

/** As many processors as that. */
const setCount = (count: number) =>
  memory.writeNumber(map.symbols.nr_cpu_ids - 0xffff_8000_0000 + map.imageBase, count, 4)

t.test('bits are listed as the kernel lists them', async t => {
  setCount(12)
  const cpuset = make()
  for (const [bits, text] of [
    [0, ''],
    [1, '0'],
    [0b1111, '0-3'],
    [0b1000_1101, '0,2-3,7'],
    [0b1_1000_0000, '7-8'],
    [0xffff, '0-11'],
  ] as const) {
    point(cpuset, 'cpuset.cpus_allowed', aMask(bits))
    t.equal(cpusOf('cpus_allowed')(kernel(), cpuset), text, text)
  }
  set(cpuset, 'cpuset.mems_allowed', 0b101)
  t.equal(nodesOf('cpuset.mems_allowed')(kernel(), cpuset), '0,2')
})

t.test('a mask may be in its structure', async t => {
  const { make, set, kernel } = syntheticGuest({ without: ['cpuset.cpus_allowed'] })
  const cpuset = make()
  set(cpuset, 'cpuset.cpus_allowed[]', 0b10)
  t.equal(cpusOf('cpus_allowed')(kernel(), cpuset), '1')
})

t.test('partitions', async t => {
  const cpuset = make()
  const partition = (state: number) => {
    set(cpuset, 'cpuset.partition_root_state', state)
    return partitionOf(kernel(), cpuset)
  }
  t.same([0, 1, 2, -1, -2].map(partition), ['member', 'root', 'isolated', 'root invalid', 'isolated invalid'])
  t.throws(() => partition(3), { name: 'Torn' })
})
