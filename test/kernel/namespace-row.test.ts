import t from 'tap'
import { parseNamespaceRow } from '../../src/kernel/namespace-row.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

const rows = recorded('host/namespaces').trim().split('\n').map(parseNamespaceRow)

t.test('a namespace without processes, owned by the first user namespace', async t => {
  t.same(rows[0], { kind: 'uts', identity: 'uts:[4026532176]', members: 0, owner: 'user:[4026531837]' })
})

t.test('namespaces in a user namespace', async t => {
  t.same(
    rows.slice(1, 4).map(({ kind, members, parent, owner }) => [kind, members, parent, owner]),
    [
      ['net', 2, undefined, 'user:[4026532177]'],
      ['user', 2, 'user:[4026531837]', 'user:[4026531837]'],
      ['pid', 1, 'pid:[4026531836]', 'user:[4026532177]'],
    ],
  )
})

t.test('the first ones have no parent, and the first user namespace has no owner', async t => {
  const [user, pid] = rows.slice(4)
  t.same([user?.kind, user?.parent, user?.owner], ['user', undefined, undefined])
  t.same([pid?.kind, pid?.parent, pid?.owner], ['pid', undefined, 'user:[4026531837]'])
})

t.test('another text is unreadable', async t => {
  t.throws(() => parseNamespaceRow(''), Unreadable)
  t.throws(() => parseNamespaceRow('4026532176 disk 0 0 4026531837'), Unreadable)
  t.throws(() => parseNamespaceRow('4026532176 uts 0 4026531837'), Unreadable)
})
