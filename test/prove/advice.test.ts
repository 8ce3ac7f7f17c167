import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { advice } from '../../src/prove/advice.ts'
import { mutantsOf } from '../../src/prove/mutate.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { courseFolder, labFiles } from '../lab-files.ts'
import { labOf } from './lab-of.ts'

const lab = labOf(`
  - id: before
    text: Before.
    run: echo a
    expect: [{cgroup: box, pids.max: 20}]
  - id: box
    text: A box.
    in: {cgroup: box, limits: {memory.max: 64MiB, pids.max: 20, cpu.max: 10ms 20ms}}
    run: echo b
    expect: [{output: stdout, text: b}, {cgroup: other, pids.max: 20}]
  - id: after
    text: After.
    run: echo c
    expect: [{host: {processes: "> 1"}, given: It is so.}, {cgroup: box, memory.max: 64MiB}]
  - id: last
    text: Last.
    run: echo d
`)
const adviceFor = (id: string) => {
  const mutant = mutantsOf(lab).find(each => each.id === id)
  return mutant && advice(lab, mutant)
}

t.test('the first check from the change on that reads it, or a check to add', async t => {
  t.equal(
    adviceFor('box/without-memory.max'),
    'after/2 (cgroup box: memory.max 64MiB) reads what was changed and must fail: make its expectation stricter.',
  )
  t.equal(
    adviceFor('box/without-pids.max'),
    'No check reads pids.max of cgroup box; the closest is box/1 (the standard output: text b). Add one under `expect` of step `box`: `- {cgroup: box, pids.max: 20}`.',
  )
  t.match(adviceFor('box/half-cpu.max'), /^No check reads cpu.max of cgroup box; .* Add one to step `box`/)
  t.match(adviceFor('after/without-line-1'), /the closest is after\/2 \(cgroup box: memory.max 64MiB\)\. Add/)
  t.match(adviceFor('last/without-line-1'), /^No check reads what was changed\. Add one to step `last`/)
})

const limits = `title: A lab
steps:
  - id: limits
    text: Limits of every form.
    as: sleeper
    in:
      namespaces: [uts, net, mount]
      cgroup: a/b
      limits: {memory.max: 1GiB, memory.oom.group: true, memory.high: max, pids.max: 10, cpu.max: 20%, cpu.weight: 50, cpu.weight.nice: -5, cpu.uclamp.max: 50%, io.max: "254:0 rbps=1MiB", cpuset.cpus: 0-1, cpu.max.burst: 1ms}
    run: sleep 1000
  - id: shell
    text: A shell.
    as: shell
    run: unshare -um bash
  - id: typed
    text: Limits in a script.
    in: {shell: shell}
    run: |
      echo 0 > \${cgroup}/a/memory.oom.group
      echo "64M" | sudo tee \${cgroup}/a/memory.max
      echo 20000 100000 > \${cgroup}/a/cpu.max
      echo $$ > \${cgroup}/a/cgroup.procs
`
const texts = [limits, ...labFiles.map(name => readFileSync(join(courseFolder, name), 'utf8'))]

t.test('what is proposed is accepted, under the step that it is proposed for', async t => {
  let proposed = 0
  for (const text of texts) {
    const read = parseLab(text, { file: 'x.yaml', id: 'x', seed: '1' }, nodeRuntime)
    if (!('lab' in read)) return t.fail(`${text} is not valid`)
    for (const { id, step, proposal } of mutantsOf(read.lab)) {
      if (proposal === undefined) continue
      proposed++
      const [before, after = ''] = text.split(new RegExp(`(?<=\\n  - id: ${step}\\n)`))
      const own = after.split(/\n(?= {0,2}\S)/)[0] ?? ''
      const line = `      ${proposal}\n`
      const extended = own.includes('\n    expect:\n')
        ? own.replace('\n    expect:\n', `\n    expect:\n${line}`)
        : `${own}\n    expect:\n${line}`
      const whole = `${before}${after.replace(own, () => extended)}`.replace(
        /\n(equivalent|wrong):[\s\S]*/,
        '\n',
      )
      t.ok(whole.includes(`expect:\n${line}`))
      const again = parseLab(whole, { file: 'x.yaml', id: 'x', seed: '1' }, nodeRuntime)
      const problems = 'problems' in again ? again.problems.map(({ message }) => message) : []
      t.same(problems, [], `${id}: ${proposal}`)
    }
  }
  t.ok(proposed > 30)
})
