import t from 'tap'
import { bindSource } from '../../../src/kernel/source.ts'
import { Unreadable } from '../../../src/linux/unreadable.ts'
import { fillPlan } from '../../../src/subject/binding-plan.ts'
import { facts, presence } from '../../../src/subject/namespace/facts.ts'
import { namespace } from '../../../src/subject/namespace/namespace.ts'
import { isPresent, missingText } from '../../../src/subject/presence.ts'
import { recorded } from '../../kernel/fixture.ts'

const [uts = '', net = '', user = '', pid = '', first = ''] = recorded('host/namespaces').trim().split('\n')
const bound = (which: string) =>
  fillPlan(namespace.binding(namespace.make(which, undefined)), 7, '/sys/fs/cgroup')
const read = (name: string, text: string) => facts[name]?.parse([text], {})

t.test('a namespace is found by a file, or by its kind', async t => {
  t.same(bindSource(presence.sources[0], bound('/run/ns/box')), {
    read: 'namespace',
    path: '/proc/7/root/run/ns/box',
  })
  t.same(bindSource(presence.sources[0], bound('mnt')), { read: 'namespace', path: '/proc/7/ns/mnt' })
  t.equal(namespace.key({ which: 'net', of: { name: 'box' } }), 'namespace net of box')
})

t.test('facts', async t => {
  t.equal(read('kind', net), 'net')
  t.same(read('identity', uts), { uts: 'uts:[4026532176]' })
  t.equal(read('members', net), 2)
  t.equal(read('owner', pid), 'user:[4026532177]')
  t.same(read('parent', pid), { pid: 'pid:[4026531836]' })
  t.same(read('parent', net), {})
  t.equal(read('creator', '1000\n'), 1000)
  t.throws(() => read('owner', first), Unreadable, 'the first user namespace has no owner')
})

t.test('whether it is there', async t => {
  t.equal(isPresent(presence, { text: user }, {}), true)
  t.equal(isPresent(presence, { errno: 'ENOTTY' }, {}), false, 'a file on which nothing is mounted')
  t.equal(isPresent(presence, { errno: 'EACCES' }, {}), undefined)
  t.equal(missingText(presence, bound('/run/ns/box')), 'there is no namespace /run/ns/box')
})
