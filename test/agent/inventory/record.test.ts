import t from 'tap'
import { inventoryOf, type Known } from '../../../src/agent/inventory/record.ts'
import { parseProcessStat } from '../../../src/linux/process-stat.ts'

const stat = '412 (sleep) S 400 412 412 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 5000 1 1'
const known: Known = {
  base: '/sys/fs/cgroup',
  more: 1,
  rows: new Map([[412, parseProcessStat(stat)]]),
  relays: new Set([400]),
}

t.test('records become an inventory', async t => {
  const text = [
    'machine\tuser\tuser:[1]',
    'process\t412\t1000\t/\t/d%C3%A9mo\tsleep%001000%00\tuser\tuser:[2]',
    'process\t413\t0\t/\t/\tls%00',
    'cgroup\t/sys/fs/cgroup/d%C3%A9mo\t1\tpids.max\t20%0A',
    'cgroup\t/sys/fs/cgroup/%FF\t0',
    'more\t2',
    'user\tuser:[1]\t0 0 1%0A\t0 0 1%0A',
    'user\tuser:[2]\t0 1000 1%0A\t0 1000 1%0A',
    'end',
    '',
  ].join('\n')
  const inventory = inventoryOf(text, known)
  const [process, ...others] = inventory?.processes ?? []
  t.match(process, { pid: 412, start: 5000, parent: 400, name: 'sleep', words: ['sleep', '1000'], uid: 1000 })
  t.match(process, { cgroup: '/sys/fs/cgroup/démo', namespaces: { user: 'user:[2]' }, terminal: 'shell' })
  t.same(others, [], 'one that was not in the list of processes is left out')
  t.same(inventory?.cgroups, [
    { path: '/sys/fs/cgroup/démo', frozen: true, settings: { 'pids.max': '20' } },
    { path: '/sys/fs/cgroup/\ufffd', frozen: false, settings: {} },
  ])
  t.equal(inventory?.more, 3)
  t.same(inventory?.users, { 'user:[2]': { uid: '0 1000 1\n', gid: '0 1000 1\n' } })
})

t.test('an inventory that was cut off is none', async t => {
  t.equal(inventoryOf('machine\tuser\tuser:[1]\nmore\t2\nen', known), undefined)
})
