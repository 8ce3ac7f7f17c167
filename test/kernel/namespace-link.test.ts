import t from 'tap'
import { parseNamespaceLink } from '../../src/kernel/namespace-link.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'

t.test('a link is its identity, with or without the newline of readlink(1)', async t => {
  t.equal(parseNamespaceLink('pid:[4026531836]', 'pid'), 'pid:[4026531836]')
  t.equal(parseNamespaceLink('pid:[4026531836]\n', 'pid'), 'pid:[4026531836]')
})

t.test('a link of another kind is refused', async t => {
  t.throws(() => parseNamespaceLink('net:[4026531840]', 'pid'), Unreadable)
  t.throws(() => parseNamespaceLink('', 'pid'), Unreadable)
})
