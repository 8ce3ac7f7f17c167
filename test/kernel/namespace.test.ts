import t from 'tap'
import { namespaceNames, namespaces, parseNamespaceLink } from '../../src/kernel/namespace.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('the table has exactly the namespaces the kernel has', async t => {
  const links = recorded('proc/ns')
    .trim()
    .split('\n')
    .map(line => line.split(' ')[0] ?? '')
    .filter(name => !name.endsWith('_for_children'))
  t.same(namespaceNames, links)
})

t.test('unshare(1) calls the mount namespace otherwise than /proc does, and the others the same', async t => {
  const different = namespaceNames.filter(name => namespaces[name].option !== name)
  t.same(different, ['mnt'])
  t.equal(namespaces.mnt.option, 'mount')
})

t.test('every row is complete', async t => {
  for (const name of namespaceNames) {
    const { flag, manual, since, isolates } = namespaces[name]
    t.match(flag, /^CLONE_NEW[A-Z]+$/)
    t.match(manual, /^[a-z]+_namespaces\(7\)$/)
    t.match(since, /^\d+\.\d+(\.\d+)?$/)
    t.ok(isolates.length > 20)
  }
})

t.test('a link is its identity, with or without the newline of readlink(1)', async t => {
  t.equal(parseNamespaceLink('pid:[4026531836]', 'pid'), 'pid:[4026531836]')
  t.equal(parseNamespaceLink('pid:[4026531836]\n', 'pid'), 'pid:[4026531836]')
})

t.test('a link of another kind is refused', async t => {
  t.throws(() => parseNamespaceLink('net:[4026531840]', 'pid'), Unreadable)
  t.throws(() => parseNamespaceLink('', 'pid'), Unreadable)
})
