import t from 'tap'
import { vmGround } from '../../src/plan/ground.ts'
import { readSubmission } from '../../src/submission/read-submission.ts'
import { referenceSubmission } from '../../src/submission/reference.ts'
import type { Submission } from '../../src/submission/submission.ts'
import { writeScript } from '../../src/submission/write-script.ts'
import { course, courseLab, labOf } from './course.ts'

const lines = (given: Submission) =>
  given.steps.map(({ id, lines }) => [id, ...lines.map(({ terminal, text }) => `@${terminal} ${text}`)])

const reference = (text: string) => lines(referenceSubmission(labOf(text), vmGround))

t.test('the script of every lab reads back as the same lines', async t => {
  t.ok(course.length >= 8)
  for (const lab of course) {
    const submission = referenceSubmission(lab, vmGround)
    t.same(
      submission.steps.map(({ id }) => id),
      lab.steps.map(({ id }) => id),
    )
    t.notOk(
      submission.steps.some(({ lines }) => lines.length === 0),
      `${lab.id}: every step does something`,
    )
    const read = readSubmission(writeScript(submission), 'x.sh')
    if ('problems' in read) return t.fail(read.problems.map(({ message }) => message).join('\n'))
    t.same([read.submission.lab, read.submission.seed], [lab.id, 'monday'])
    t.same(lines(read.submission), lines(submission), lab.id)
  }
})

t.test('a step is what a person types: the group, its limits, and a shell that enters it', async t => {
  t.same(lines(referenceSubmission(courseLab('cgroup/cpu-max'), vmGround)), [
    [
      'free',
      '@1 mkdir -p /sys/fs/cgroup/free',
      "@1 ( echo 0 > /sys/fs/cgroup/free/cgroup.procs; timeout 3 sh -c 'while true; do true; done' )",
    ],
    [
      'slow',
      '@1 mkdir -p /sys/fs/cgroup/slow',
      "@1 echo '20000 100000' > /sys/fs/cgroup/slow/cpu.max",
      "@1 ( echo 0 > /sys/fs/cgroup/slow/cgroup.procs; timeout 3 sh -c 'while true; do true; done' )",
    ],
  ])
})

t.test('a shell occupies its terminal, a background process none, and PIDs keep their names', async t => {
  t.same(
    reference(`
title: X
steps:
  - {id: sleep, text: a, as: sleeper, run: sleep 100, expect: [{process: sleeper, exists: true}]}
  - {id: start, text: a, as: box, run: bash, expect: [{process: box, exists: true}]}
  - {id: inside, text: a, in: {shell: box}, run: "echo $$\\n# why\\ncat <<E\\n\${box.pid}\\nE", expect: [{exit: 0}]}
  - {id: other, text: a, as: second, run: "sh", expect: [{exit: 0}]}
  - {id: third, text: a, run: "ls /proc/\${box.pid}", expect: [{exit: 0}]}
  - {id: again, text: a, in: {shell: second}, run: "ls", expect: [{exit: 0}]}
`),
    [
      ['sleep', '@1 sleep 100 &'],
      ['start', '@1 bash'],
      ['inside', '@1 echo $$', '@1 cat <<E\n${box.pid}\nE'],
      ['other', '@2 sh'],
      ['third', '@3 ls /proc/${box.pid}'],
      ['again', '@2 ls'],
    ],
  )
})

t.test('a script that would end or change its shell runs in a subshell', async t => {
  const run = (text: string) =>
    reference(`
title: X
steps:
  - id: one
    text: a
    run: ${JSON.stringify(text)}
    expect: [{exit: 0}]
`)[0]?.slice(1)
  t.same(run('cd /tmp\nls'), ['@1 (\ncd /tmp\nls\n)'])
  t.same(run('true; exit 3'), ['@1 (\ntrue; exit 3\n)'])
  t.same(run('if true; then set -e; fi'), ['@1 (\nif true; then set -e; fi\n)'])
  t.same(run('ls /tmp\necho exit'), ['@1 ls /tmp', '@1 echo exit'])
})
