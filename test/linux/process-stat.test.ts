import { readFileSync } from 'node:fs'
import t from 'tap'
import { parseProcessStat } from '../../src/linux/process-stat.ts'
import { recorded } from '../kernel/fixture.ts'

const stat = (name: string) => parseProcessStat(recorded(`process-stat/${name}`))

t.test('a name may contain parentheses, spaces and newlines', async t => {
  t.same(stat('parentheses'), {
    pid: 30951,
    name: ') S 1 (x',
    state: 'S',
    parent: 30870,
    group: 30864,
    session: 32721,
    terminal: 0,
    foreground: -1,
    kernel: false,
    used: 0,
    start: 958748,
  })
  t.match(stat('spaces'), { name: 'two words ', state: 'S', parent: 30870, start: 958780 })
  t.match(stat('newline'), { name: 'new\nline)\n1', state: 'S', parent: 30870, start: 958812 })
})

t.test('a process may have no name at all', async t => {
  const nameless = recorded('process-stat/spaces').replace('(two words )', '()')
  t.same(parseProcessStat(nameless), { ...stat('spaces'), name: '' })
})

t.test('a thread of the kernel, a zombie and a process on a terminal are told apart', async t => {
  t.match(stat('kthread'), { pid: 2, name: 'kthreadd', parent: 0, kernel: true, start: 24 })
  t.match(stat('zombie'), { name: 'true', state: 'Z', kernel: false })
  t.match(stat('terminal'), {
    name: 'bash',
    group: 31987,
    session: 31987,
    terminal: 34816,
    foreground: 31987,
    kernel: false,
  })
})

t.test('this very process reads as itself', async t => {
  const own = parseProcessStat(readFileSync('/proc/self/stat', 'utf8'))
  t.equal(own.pid, process.pid)
  t.equal(own.parent, process.ppid)
  t.equal(own.kernel, false)
})
