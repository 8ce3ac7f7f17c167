import t from 'tap'
import { bindSource, fillNames, sourceName } from '../../src/kernel/source.ts'

t.test('names are filled in, inside too', async t => {
  t.same(bindSource({ read: 'file', path: '{cgroup}/memory.max' }, { cgroup: '/sys/fs/cgroup/a' }), {
    read: 'file',
    path: '/sys/fs/cgroup/a/memory.max',
  })
  t.same(
    bindSource(
      { read: 'command', argv: ['ip', '-j'], inside: { pid: '{pid}', namespaces: ['net'] } },
      { pid: 7 },
    ),
    { read: 'command', argv: ['ip', '-j'], inside: { pid: 7, namespaces: ['net'] } },
  )
})

t.test('a source that lacks a name cannot be bound', async t => {
  t.equal(bindSource({ read: 'link', path: '/proc/{pid}/ns/pid' }, {}), undefined)
  t.equal(bindSource({ read: 'command', argv: ['cat', '{path}'] }, { pid: 1 }), undefined)
  t.equal(
    bindSource({ read: 'file', path: '/x', inside: { pid: '{pid}', namespaces: ['uts'] } }, { name: 'lo' }),
    undefined,
  )
  t.equal(fillNames('{name} of {pid}', { name: 'lo', pid: 1 }), 'lo of 1')
})

t.test('a source is called what a person would type', async t => {
  t.equal(sourceName({ read: 'file', path: '/proc/1/status' }), '/proc/1/status')
  t.equal(sourceName({ read: 'link', path: '/proc/1/ns/pid' }), 'readlink /proc/1/ns/pid')
  t.equal(sourceName({ read: 'list', path: '/proc' }), 'ls /proc')
  t.match(sourceName({ read: 'stat', path: '/etc' }), /^stat .*\/etc$/)
  const inside = { pid: 7, namespaces: ['net'] }
  t.equal(
    sourceName({ read: 'command', argv: ['ip', '-j', '-d', 'addr'], inside }),
    'nsenter --target 7 --net ip -j -d addr',
  )
  t.equal(sourceName({ read: 'file', path: '/proc/x', inside }), 'nsenter --target 7 --net cat /proc/x')
})
