import t from 'tap'
import type { Source } from '../../src/kernel/fact.ts'
import { shownSource, typedLine } from '../../src/kernel/typed-line.ts'
import { quote } from '../../src/plan/shell-syntax.ts'

const inRoot = (read: 'file' | 'stat' | 'link'): Source => ({ read, path: '/proc/{pid}/root{path}' })
const typed = (source: Source, pid: number | string, path = '/etc/hosts') =>
  typedLine(source, { pid, path }, quote)

t.test('a file as a process sees it', async t => {
  t.equal(typed(inRoot('file'), 7), 'nsenter --target 7 --mount --root cat /etc/hosts')
  t.equal(typed(inRoot('link'), 7), 'nsenter --target 7 --mount --root readlink /etc/hosts')
  t.equal(
    typed(inRoot('stat'), '$box'),
    "nsenter --target $box --mount --root stat -c '%F %a %u %g %s %d:%i %h %b %t:%T' /etc/hosts",
  )
  t.equal(
    typed(inRoot('file'), 7, '/proc/sys/kernel/hostname'),
    'nsenter --target 7 --mount --cgroup --ipc --uts --net --time --root cat /proc/sys/kernel/hostname',
  )
  t.equal(
    typed(inRoot('file'), 7, '/proc/self/limits'),
    "nsenter --target 7 --mount --cgroup --ipc --uts --net --time --root cat /proc/$(awk '/^NSpid/ { print $NF }' /proc/7/status)/limits",
  )
  t.equal(typed(inRoot('file'), 7, '/a b'), "nsenter --target 7 --mount --root cat '/a b'")
})

t.test('a file as the machine sees it', async t => {
  t.equal(typed(inRoot('file'), 'self'), 'cat /etc/hosts')
  t.equal(typed(inRoot('file'), 'self', '/proc/self/limits'), 'cat /proc/self/limits')
  t.equal(shownSource(inRoot('file'), { pid: 'self', path: '/etc/hosts' }, quote), '/etc/hosts')
})

t.test('a namespace, by its file and of a process', async t => {
  const row: Source = { read: 'namespace', path: '/proc/{pid}{path}' }
  t.equal(
    typed(row, 'self', '/root/run/ns/box'),
    'lsns -rno NS,TYPE,NPROCS,PNS,ONS | grep ^$(stat -Lc %i /run/ns/box)',
  )
  t.equal(typed(row, 7, '/ns/net'), 'lsns -rno NS,TYPE,NPROCS,PNS,ONS | grep ^$(stat -Lc %i /proc/7/ns/net)')
})

t.test('other sources', async t => {
  const hostname: Source = {
    read: 'file',
    path: '/proc/sys/kernel/hostname',
    inside: { pid: '{pid}', namespaces: ['uts'] },
  }
  t.equal(typed(hostname, 7), 'nsenter --target 7 --uts cat /proc/sys/kernel/hostname')
  t.equal(typed(hostname, 'self'), 'cat /proc/sys/kernel/hostname')
  t.equal(typed({ read: 'link', path: '/proc/{pid}/ns/pid' }, 7), 'readlink /proc/7/ns/pid')
  const mounts: Source = { read: 'file', path: '/proc/{pid}/mountinfo' }
  t.equal(typed(mounts, 7), 'nsenter --target 7 --cgroup cat /proc/7/mountinfo')
  t.equal(typed(mounts, 'self'), 'cat /proc/self/mountinfo')
  t.equal(typed({ read: 'list', path: '/proc/{pid}/root/proc' }, 7), 'ls /proc/7/root/proc')
  t.equal(typedLine({ read: 'file', path: '{cgroup}/x' }, { pid: 7 }, quote), undefined)
})
