import t from 'tap'
import { openPages } from '../../src/outside/pages.ts'
import { arrayMemory } from './synthetic/array-memory.ts'

const memory = arrayMemory(0x4000)
const start = 0x8880_0000_0000
const open = () => openPages(memory, address => address - start)

t.test('numbers have the size they are asked for', async t => {
  memory.writeNumber(0x100, 0xfedc_ba98_7654_3210n, 8)
  const pages = open()
  t.same(
    [1, 2, 4].map(size => pages.unsigned(start + 0x104, size)),
    [0x98, 0xba98, 0xfedcba98],
  )
  t.same(
    [1, 2, 4].map(size => pages.signed(start + 0x104, size)),
    [0x98 - 0x100, 0xba98 - 0x10000, 0xfedcba98 - 2 ** 32],
  )
  t.equal(pages.unsigned(start + 0x100, 8), Number(0xfedc_ba98_7654_3210n))
  t.equal(pages.signed(start + 0x100, 8), Number(BigInt.asIntN(64, 0xfedc_ba98_7654_3210n)))
  for (const read of [pages.unsigned, pages.signed]) {
    t.throws(() => read(start, 16), { name: 'UnsupportedKernel', missing: 'number of 16 bytes' })
    t.throws(() => read(start + 0xffe, 4), { name: 'Torn' }, 'a number on two pages')
  }
  t.throws(() => pages.pointer(start + 0xffc), { name: 'Torn' })
})

t.test('a text may go on in the next page, and ends at its limit', async t => {
  memory.write(0x1ffc, Buffer.from('over the edge\0'))
  t.equal(open().text(start + 0x1ffc, 255), 'over the edge')
  t.equal(open().text(start + 0x1ffc, 6), 'over t')
  memory.write(0x3fff, Buffer.from('x'))
  t.throws(() => open().text(start + 0x3fff, 255), { name: 'Torn' })
})

t.test('a walk has a bound', async t => {
  const page = memory.read(0, 4096)
  const pages = openPages({ size: 4096, read: () => page, fill: bytes => bytes.set(page) }, () => 0)
  t.throws(
    () => {
      for (let page = 0; page < 70_000; page++) pages.unsigned(start + 4096 * page, 4)
    },
    { name: 'Torn', message: /65536 pages/ },
  )
})
