import t from 'tap'
import { cgroupFiles, limitNames, limitText } from '../../src/kernel/cgroup-file.ts'
import { limitWords, type WordRole } from '../../src/kernel/limit-word.ts'

/** What is written, and what of it is an amount or a switch; the rest names something, or is a word. */
const rows: readonly [file: string, text: string, amounts: readonly string[]][] = [
  ['memory.max', '67108864', ['67108864']],
  ['memory.high', '64M', ['64M']],
  ['memory.max', 'max', []],
  ['memory.oom.group', '1', ['1']],
  ['pids.max', '20', ['20']],
  ['cpu.max', '20000 100000', ['20000', '100000']],
  ['cpu.max', 'max 100000', ['100000']],
  ['cpu.weight.nice', '-5', ['-5']],
  ['cpu.uclamp.max', '12.50', ['12.50']],
  ['io.max', '254:0 rbps=1048576 wiops=120', ['1048576', '120']],
  ['io.max', '254:0 rbps=max', []],
  ['io.latency', '8:16 target=75000', ['75000']],
  ['io.weight', 'default 200', ['200']],
  ['io.weight', '254:16 200', ['200']],
  ['io.weight', '200', ['200']],
  ['cpuset.cpus', '0-3,7', []],
  ['cpuset.mems', '1', []],
  ['cpuset.cpus.exclusive', '2', []],
  ['cpuset.cpus.partition', 'root', []],
  ['cgroup.subtree_control', '+cpu -io', []],
  ['cgroup.type', 'threaded', []],
]

t.test('a disk, a CPU and a memory node are named; only the rest of the numbers are amounts', async t => {
  const changeable: readonly WordRole[] = ['quantity', 'switch']
  for (const [file, text, amounts] of rows) {
    const { roleOf } = cgroupFiles[file]?.format ?? {}
    const words = roleOf ? limitWords(text, roleOf) : []
    t.same(
      words.filter(({ role }) => changeable.includes(role)).map(word => word.text),
      amounts,
      `${file} ${text}`,
    )
    for (const word of words) t.equal(word.with(word.text), text)
  }
})

t.test('every limit that takes a number says what its numbers are', async t => {
  const undecided = limitNames.filter(
    name => !cgroupFiles[name]?.format.roleOf && ['0', '1', '100'].some(text => limitText(name, text)),
  )
  t.same(undecided, [])
})
