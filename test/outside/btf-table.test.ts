import t from 'tap'
import { kinds, readBtfTable } from '../../src/outside/btf-table.ts'
import { writeBtf } from './synthetic/write-btf.ts'

const bytes = writeBtf([
  { kind: 'integer', name: 'int', size: 4 },
  { kind: 'structure', name: 'point', size: 8, members: [{ name: 'x', of: 1, at: 0 }, { name: 'y', of: 1, at: 32 }] }, // biome-ignore format: a table
])

t.test('types are numbered from 1 on', async t => {
  const table = readBtfTable(bytes)
  t.match(table.type(1), { name: 'int', size: 4, parts: [] })
  const point = table.type(2)
  t.match(point, { kind: kinds.structure, name: 'point', size: 8, hasBitFields: false })
  t.same(
    point.parts.map(part => table.text(point.word(part))),
    ['x', 'y'],
  )
  t.same(table.ofKind(kinds.structure), [2])
  for (const id of [0, 3])
    t.throws(() => table.type(id), { name: 'UnsupportedKernel', missing: `BTF type ${id}` })
})

t.test('it may begin anywhere in memory', async t => {
  const shifted = Buffer.concat([Buffer.from('abc'), bytes]).subarray(3)
  t.equal(readBtfTable(shifted).type(2).name, 'point')
})

t.test('what is no BTF, or of a later kind, is not guessed at', async t => {
  const unsupported = { name: 'UnsupportedKernel' }
  t.throws(() => readBtfTable(new Uint8Array(0)), unsupported)
  t.throws(() => readBtfTable(new Uint8Array(100)), unsupported)
  const later = Buffer.from(bytes)
  later.writeUInt8(31, 24 + 7)
  t.throws(() => readBtfTable(later), unsupported)
})
