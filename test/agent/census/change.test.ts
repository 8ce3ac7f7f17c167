import t from 'tap'
import { changesBetween, pairsOf, tablesOf } from '../../../src/agent/census/change.ts'

t.test('pairs of texts, with every byte', async t => {
  const id = '/tmp/\n\r\xff\\'
  t.same(
    [...pairsOf(Buffer.from(`${id}\0value\0b\0\0`, 'latin1'))],
    [
      [id, 'value'],
      ['b', ''],
    ],
  )
  t.same([...pairsOf(Buffer.alloc(0))], [])
})

t.test('tables of nft, each with its whole text', async t => {
  const one = 'table inet lab {\n\tchain in {\n\t}\n}\n'
  const two = 'table ip nat {\n}\n'
  t.same(
    [...tablesOf(Buffer.from(one + two))],
    [
      ['inet lab', one],
      ['ip nat', two],
    ],
  )
  t.same([...tablesOf(Buffer.alloc(0))], [])
})

t.test('what is new, gone and changed', async t => {
  const before = new Map([
    ['same', '1'],
    ['gone', '2'],
    ['changed', '3'],
  ])
  const now = new Map([
    ['same', '1'],
    ['changed', '4'],
    ['new', ''],
  ])
  t.same(changesBetween(before, now), [
    { id: 'gone', was: '2' },
    { id: 'changed', was: '3', now: '4' },
    { id: 'new', now: '' },
  ])
})
