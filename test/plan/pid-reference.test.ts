import { execFileSync } from 'node:child_process'
import t from 'tap'
import type { Operation } from '../../src/plan/operation.ts'
import { asVariables, hasPid, pidsNeeded, withPids } from '../../src/plan/pid-reference.ts'

const run: Operation = {
  op: 'run',
  cgroup: '/sys/fs/cgroup/shell',
  own: false,
  argv: ['sh', '-c', 'kill ${box.pid} ${two-words.pid}'],
  line: 'kill ${box.pid} ${two-words.pid}',
}

t.test('numbers come into their places', async t => {
  const pids = new Map([
    ['box', 5],
    ['two-words', 6],
  ])
  t.same(pidsNeeded(run), ['box', 'two-words'])
  t.match(withPids(run, pids), { argv: ['sh', '-c', 'kill 5 6'], line: 'kill 5 6' })
  const typed: Operation = { op: 'type', shell: 'box', script: 'echo ${box.pid}${box.pid}' }
  t.match(withPids(typed, pids), { script: 'echo 55' })
  t.same(pidsNeeded({ op: 'hold', step: 'a', ms: 1 }), [])
  t.ok(hasPid('a ${box.pid}'))
  t.notOk(hasPid('a ${box} ${box.pids} $box.pid'))
})

const variables: readonly [text: string, shown: string, means: string][] = [
  ['echo ${box.pid}', 'echo $box', '5'],
  ['echo /proc/${box.pid}/ns', 'echo /proc/$box/ns', '/proc/5/ns'],
  ['echo ${box.pid}x', 'echo ${box}x', '5x'],
  ['echo ${two-words.pid}', 'echo $two_words', '6'],
  ['echo "a ${box.pid}"', 'echo "a $box"', 'a 5'],
  ["echo 'a ${box.pid} b'", `echo 'a '"$box"' b'`, 'a 5 b'],
  [`echo "it's" '\${box.pid}'`, `echo "it's" ''"$box"''`, "it's 5"],
  [`echo 'a"' \${box.pid} "'\${box.pid}'"`, `echo 'a"' $box "'$box'"`, `a" 5 '5'`],
  ["echo \\' ${box.pid} \\'", "echo \\' $box \\'", "' 5 '"],
  ["echo 'a\\' ${box.pid}", "echo 'a\\' $box", 'a\\ 5'],
  ["# it's\necho '${box.pid}'", `# it's\necho ''"$box"''`, '5'],
  ["echo a#'b' ${box.pid}", "echo a#'b' $box", 'a#b 5'],
  [
    'env -i PATH=$PATH sh -c \'echo ${box.pid} "${box.pid}"\'',
    `env -i PATH=$PATH sh -c 'echo '"$box"' "'"$box"'"'`,
    '5 5',
  ],
]
for (const [text, shown, means] of variables)
  t.test(text, async t => {
    t.equal(asVariables(text), shown)
    const script = `box=5 two_words=6\n${shown}`
    t.equal(execFileSync('sh', ['-c', script], { encoding: 'utf8' }), `${means}\n`)
  })
