import t from 'tap'
import { parseBtf } from '../../src/outside/btf.ts'
import { type WrittenType, writeBtf } from './synthetic/write-btf.ts'

/** Numbers of types are their places in this list, from 1 on. */
const types: readonly WrittenType[] = [
  { kind: 'integer', name: 'int', size: 4 }, // 1
  { kind: 'forward' }, // 2: kinds that are only passed over stand between the others
  { kind: 'pointer', of: 1 }, // 3
  { kind: 'function' }, // 4
  { kind: 'prototype' }, // 5
  {
    kind: 'structure', // 6
    name: 'inner',
    size: 16,
    members: [
      { name: 'first', of: 1, at: 0 },
      { name: 'second', of: 3, at: 64 },
    ],
  },
  { kind: 'array', of: 6, count: 3 }, // 7
  { kind: 'variable' }, // 8
  { kind: 'section' }, // 9
  { kind: 'const', of: 6 }, // 10
  { kind: 'volatile', of: 10 }, // 11
  { kind: 'typedef', name: 'inner_t', of: 11 }, // 12
  { kind: 'type-tag', of: 12 }, // 13
  { kind: 'restrict', of: 13 }, // 14
  {
    kind: 'union', // 15
    name: '',
    size: 16,
    members: [
      { name: 'deep', of: 14, at: 0 },
      { name: 'flat', of: 1, at: 0 },
    ],
  },
  {
    kind: 'structure', // 16
    name: '',
    size: 24,
    members: [
      { name: 'before', of: 1, at: 0 },
      { name: '', of: 15, at: 64 },
    ],
  },
  { kind: 'float' }, // 17
  { kind: 'declaration-tag' }, // 18
  {
    kind: 'structure', // 19
    name: 'outer',
    size: 96,
    members: [
      { name: 'number', of: 1, at: 0 },
      { name: 'low', of: 1, at: 32, bits: 3 },
      { name: 'high', of: 1, at: 35, bits: 5 },
      { name: '', of: 16, at: 64 },
      { name: 'list', of: 7, at: 256 },
    ],
  },
  { kind: 'enum', name: 'colour', values: { RED: 0, BLUE: 5, NONE: -1 } }, // 20
  { kind: 'enum64', name: 'wide', values: { FAR: 2 ** 40 + 1 } }, // 21
  { kind: 'structure', name: 'twin', size: 8, members: [{ name: 'a', of: 1, at: 0 }] }, // 22
  {
    kind: 'structure', // 23
    name: 'twin',
    size: 8,
    members: [
      { name: 'a', of: 1, at: 0 },
      { name: 'b', of: 1, at: 32 },
    ],
  },
  { kind: 'structure', name: 'rival', size: 8, members: [{ name: 'a', of: 1, at: 0 }] }, // 24
  { kind: 'structure', name: 'rival', size: 8, members: [{ name: 'a', of: 1, at: 32 }] }, // 25
]

const btf = parseBtf(writeBtf(types))

t.test('a member is found by its path, through typedefs and qualifiers', async t => {
  t.same(btf.place('outer'), { offset: 0, size: 96 })
  t.same(btf.place('outer.number'), { offset: 0, size: 4 })
  t.same(btf.place('inner.second'), { offset: 8, size: 8 }, 'a pointer')
})

t.test('members of anonymous structures and unions count as members of what holds them', async t => {
  t.same(btf.place('outer.before'), { offset: 8, size: 4 })
  t.same(btf.place('outer.flat'), { offset: 16, size: 4 })
  t.same(btf.place('outer.deep'), { offset: 16, size: 16 })
  t.same(btf.place('outer.deep.second'), { offset: 24, size: 8 })
})

t.test('an array has a size, and so does its element', async t => {
  t.same(btf.place('outer.list'), { offset: 32, size: 48 })
  t.same(btf.place('outer.list[]'), { offset: 32, size: 16 })
  t.same(btf.place('outer.list[].second'), { offset: 40, size: 8 })
  t.equal(btf.place('outer.number[]'), undefined)
})

t.test('a bit-field has bits', async t => {
  t.same(btf.place('outer.low'), { offset: 4, size: 4, bits: { from: 0, count: 3 } })
  t.same(btf.place('outer.high'), { offset: 4, size: 4, bits: { from: 3, count: 5 } })
})

t.test('what is not there is undefined', async t => {
  for (const path of ['missing', 'outer.missing', 'outer.number.missing', 'outer.deep.missing', ''])
    t.equal(btf.place(path), undefined, path)
})

t.test('structures with the same name must agree', async t => {
  t.same(btf.place('twin.a'), { offset: 0, size: 4 })
  t.same(btf.place('twin.b'), { offset: 4, size: 4 }, 'only one has it')
  t.equal(btf.place('rival.a'), undefined)
})

t.test('enumerators have values, whatever enum they are of', async t => {
  t.same(['RED', 'BLUE', 'NONE', 'FAR', 'GREEN'].map(btf.enumerator), [0, 5, -1, 2 ** 40 + 1, undefined])
})
