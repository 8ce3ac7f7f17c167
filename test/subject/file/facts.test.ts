import t from 'tap'
import { bindSource } from '../../../src/kernel/source.ts'
import { facts, presence } from '../../../src/subject/file/facts.ts'
import { isPresent, missingText } from '../../../src/subject/presence.ts'
import { recorded } from '../../kernel/fixture.ts'

const line = recorded('proc/stat').split('\n')[5] ?? ''
const bound = { pid: 226, path: '/etc/hostname' }

t.test('a file is looked at in the file system of the process', async t => {
  t.same(bindSource(presence.sources[0], bound), { read: 'stat', path: '/proc/226/root/etc/hostname' })
})

t.test('facts', async t => {
  const read = (name: string) => facts[name]?.parse([line], bound)
  t.same(['kind', 'mode', 'uid', 'gid', 'size', 'identity'].map(read), ['file', '4755', 0, 0, 2, '37:7'])
  t.equal(facts.content?.parse(['box\n'], bound), 'box\n')
  t.same(facts.entries?.parse(['a\nb c\n'], bound), ['a', 'b c'])
  t.equal(facts.target?.parse(['file\n'], bound), 'file')
})

t.test('an owner is seen from inside and from the machine', async t => {
  const owned = recorded('proc/stat').trim().split('\n').at(-1) ?? ''
  const map = recorded('proc/uid_map')
  t.same(facts.owner?.parse([owned, map], bound), { inside: 0, outside: 1000 })
  t.same(facts.group?.parse([line, map], bound), { inside: 65_534, outside: 0 })
  t.same(bindSource(facts.group?.sources[1] ?? presence.sources[0], bound), {
    read: 'file',
    path: '/proc/226/gid_map',
  })
})

t.test('extended attributes, and the line of one of them', async t => {
  const text = recorded('proc/xattrs')
  t.match(facts.xattrs?.parse([text], bound), { 'user.empty': '' })
  t.same(facts.xattrs?.quote([text], { field: 'user.empty', binding: bound }), [
    { source: 0, text: 'user.empty=""' },
  ])
})

t.test('whether it is there', async t => {
  t.equal(isPresent(presence, { text: line }, bound), true)
  t.equal(isPresent(presence, { errno: 'ENOTDIR' }, bound), false)
  t.equal(isPresent(presence, { errno: 'EACCES' }, bound), undefined)
  t.equal(missingText(presence, bound), 'there is no file /etc/hostname')
})
