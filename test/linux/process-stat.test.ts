import { readFileSync } from 'node:fs'
import t from 'tap'
import { parseProcessStat } from '../../src/linux/process-stat.ts'

/** As Linux 6.12 writes it, for a process of this name. */
const line = (name: string) =>
  `412 (${name}) S 1 412 410 34816 412 4194560 98 0 0 0 0 0 0 0 20 0 1 0 98765 2482176 448 18446744073709551615 0 0 0\n`

t.test('a name may contain parentheses, spaces and newlines', async t => {
  for (const name of ['sleep', 'a b', 'tmux: server', ') R 0 (', 'x\ny', ''])
    t.same(parseProcessStat(line(name)), {
      pid: 412,
      name,
      state: 'S',
      parent: 1,
      session: 410,
      terminal: 34816,
      kernel: false,
      start: 98765,
    })
})

t.test('this very process reads as itself', async t => {
  const own = parseProcessStat(readFileSync('/proc/self/stat', 'utf8'))
  t.equal(own.pid, process.pid)
  t.equal(own.parent, process.ppid)
  t.equal(own.kernel, false)
})
