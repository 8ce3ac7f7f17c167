import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { labHandout } from '../../src/plan/handout.ts'
import { labScript } from '../../src/plan/script.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { courseFolder, labFiles } from '../lab-files.ts'

const ground = { cgroup: '/sys/fs/cgroup', controllers: ['cpu', 'memory', 'pids'], shell: 'bash' } as const

function labOf(file: string) {
  const read = parseLab(
    readFileSync(join(courseFolder, file), 'utf8'),
    { file, id: 'x', seed: '1' },
    nodeRuntime,
  )
  if ('problems' in read) throw new Error(`${file} is not valid`)
  return read.lab
}

t.test('it has all that a learner is told, and a question for each fact of each check', async t => {
  t.ok(labFiles.length >= 8)
  for (const file of labFiles) {
    const lab = labOf(file)
    const handout = labHandout(lab, ground)
    for (const text of [
      lab.title,
      lab.about,
      `*${lab.level}, about ${lab.minutes} minutes*`,
      ...lab.steps.flatMap(({ text, task, hints }) => [text, task ?? '', ...hints]),
    ])
      t.ok(handout.includes(text.trim().replaceAll('${cgroup}', ground.cgroup)), `${file}: ${text}`)
    const facts = lab.steps.flatMap(({ expect }) => expect.flatMap(({ facts }) => Object.keys(facts)))
    t.equal(handout.match(/^\| \*\*.*\?\*\* .* \| +\|$/gm)?.length, facts.length, `${file}: questions`)
  }
})

t.test('the solution is not in it, and neither is what the kernel will say', async t => {
  for (const file of labFiles) {
    const lab = labOf(file)
    const handout = labHandout(lab, ground)
    for (const { run, expect } of lab.steps) {
      // A task may have to name a command as short as `sleep 1000`.
      if (run.trim().length > 12) t.notOk(handout.includes(run.trim()), `${file}: ${run}`)
      for (const { why } of expect) if (why) t.notOk(handout.includes(why.trim()), `${file}: ${why}`)
    }
  }
})

t.test('what a lab does not say of its level and time is left out', async t => {
  const { level: _, minutes: __, ...bare } = labOf('namespace/uts.yaml')
  t.notMatch(labHandout(bare, ground), /^\*(easy|about)/m)
  t.match(labHandout({ ...bare, level: 'hard' }, ground), /^\*hard\*$/m)
})

t.test('a question names the file in which the kernel answers it', async t => {
  const handout = labHandout(labOf('cgroup/memory-max.yaml'), ground)
  t.match(handout, '`cat /sys/fs/cgroup/mygroup/memory.max`')
  t.match(handout, /\*\*process shell: cgroup\?\*\* .* \| `cat \/proc\/\$shell\/cgroup` \|/)
  t.match(handout, 'shell=      # the PID of shell')
})

t.test('a backquote or a bar in a path stays a part of the command', async t => {
  const text = `title: t
steps:
  - id: a
    text: t
    run: "true"
    expect: [{file: "/tmp/a\`b\`\`|c", exists: true}, {link: "a;b", exists: true}]
`
  const read = parseLab(text, { file: 'x.yaml', id: 'x', seed: '1' }, nodeRuntime)
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join())
  t.match(labHandout(read.lab, ground), "'/tmp/a`b``\\|c' ``` |")
})

t.test(
  'a question of the author is asked, with the command that shows the answer, here and in the script',
  async t => {
    const lab = labOf('namespace/pid.yaml')
    const asked = 'Which PID does that shell have outside of its namespace?'
    const command = 'cat /proc/$box/status'
    const handout = labHandout(lab, ground)
    t.match(handout, `**Question.** ${asked}`)
    t.match(handout, `| \`${command}\` |  |`)
    const script = labScript(lab, ground).split('\n')
    const line = script.findIndex(text => text.includes(asked))
    t.equal(script[line + 1], `look ${command}`)
  },
)

t.test('a terminal is named where there is more than one', async t => {
  const handout = labHandout(labOf('namespace/mount.yaml'), ground)
  t.match(handout, 'Type them into the shell `box`, in terminal 1.')
  t.match(handout, 'Type them in terminal 2.')
  t.notMatch(labHandout(labOf('cgroup/cpu-max.yaml'), ground), 'terminal')
})

t.test('a counter is asked for as compared with before', async t => {
  const handout = labHandout(labOf('cgroup/oom-kill.yaml'), ground)
  t.match(handout, '**cgroup small: memory.events (oom_kill), compared with before this step?**')
  t.match(handout, '**cgroup small: memory.peak?**')
})

t.test('every step of the course says what is to be done', async t => {
  for (const file of labFiles) for (const { id, task } of labOf(file).steps) t.ok(task, `${file}: ${id}`)
})
