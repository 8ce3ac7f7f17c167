import t from 'tap'
import { imageStart, parseAddress } from '../../src/outside/address.ts'
import { addressSpace } from '../../src/outside/address-space.ts'
import { syntheticGuest } from './synthetic/guest.ts'

const { map, memory } = syntheticGuest()
const translate = addressSpace(map, memory)

t.test('the image and the direct map are translated by an addition', async t => {
  t.equal(translate(imageStart + 0x3456), 0x103456)
  t.equal(translate(map.directMap + 0x1234567 - 0x1000000), 0x234567)
})

/** Enters a page or a table into the tables below the kernel's own, each of which gets a page of its own. */
function enter(address: number, levels: number, target: number, flags: number) {
  let table = map.pageTable - imageStart + map.imageBase
  for (let level = 0; level < levels; level++) {
    const index = Math.floor(address / 2 ** (39 - 9 * level)) % 512
    const isLast = level === levels - 1
    const next = 0x700000 + level * 0x1000
    memory.writeNumber(table + 8 * index, BigInt(isLast ? target : next) | BigInt(isLast ? flags : 0x63), 8)
    if (isLast) memory.writeNumber(table + 8 * index + 7, 0x80, 1) // no execution: above the address
    table = next
  }
}

t.test('all else is looked up in four levels of tables, in which pages may be large', async t => {
  const vmalloc = parseAddress('ffffc90000345678')
  t.throws(() => translate(vmalloc), { name: 'Torn', message: /ffffc90000345678/ })
  enter(vmalloc, 4, 0x654000, 0x163)
  t.equal(translate(vmalloc), 0x654678)
  t.equal(translate(vmalloc + 8), 0x654680)

  const module = parseAddress('ffffffffc0400123')
  enter(module, 3, 0x400000, 0x10e3) // with the attribute bit of large pages
  t.equal(translate(module + 0x1000), 0x401123)

  const huge = parseAddress('ffffd50040000456')
  enter(huge, 2, 0, 0xe3)
  t.equal(translate(huge), 0x456)
})
