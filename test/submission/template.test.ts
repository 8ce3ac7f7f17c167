import t from 'tap'
import { vmGround } from '../../src/plan/ground.ts'
import { terminalsOf } from '../../src/plan/terminal.ts'
import { readSubmission } from '../../src/submission/read-submission.ts'
import { labTemplate, templateName } from '../../src/submission/template.ts'
import { course, courseLab, labOf } from './course.ts'

t.test('the template of every lab has all of its steps, and no commands', async t => {
  for (const lab of course) {
    const read = readSubmission(labTemplate(lab, vmGround), 'x.sh')
    if ('problems' in read) return t.fail(read.problems.map(({ message }) => message).join('\n'))
    t.match(read.submission, { lab: lab.id, seed: 'monday' })
    t.notOk('learner' in read.submission)
    t.same(
      read.submission.steps.map(({ id, lines }) => [id, ...lines]),
      lab.steps.map(({ id }) => [id]),
      lab.id,
    )
  }
})

t.test('a step has its task, its hints, and a terminal that is free', async t => {
  const lab = courseLab('namespace/mount')
  const text = labTemplate(lab, vmGround)
  t.equal(terminalsOf(lab).get('outside'), 2)
  t.match(
    text,
    /\n# 3\. outside\n# {3}Now look at the same path from outside\.\n#\n# {3}Task: Outside of that shell, .*?\n#: outside @2\n/s,
  )
  t.match(text, `\n#   unboxed replay ${templateName(lab)}\n`)
  t.equal(templateName(lab), 'namespace-mount.template.sh')
  t.match(
    labTemplate(courseLab('namespace/pid'), vmGround),
    '#   Hint: The tool is called unshare(1), and its options are named after the namespaces.\n',
  )
})

t.test('nothing of the solution is in it, and ${cgroup} is a directory', async t => {
  for (const lab of course)
    for (const { run } of lab.steps.filter(({ run }) => run.trim().length > 12))
      t.notMatch(labTemplate(lab, vmGround), run.trim(), `${lab.id}: ${run}`)
  const lab = labOf(
    'title: X\nsteps:\n  - {id: one, text: "Look at ${cgroup}.", run: "true", expect: [{exit: 0}]}',
  )
  t.match(labTemplate(lab, vmGround), '#   Look at /sys/fs/cgroup.\n')
})

t.test('no words of a lab are read as a header or a step', async t => {
  const about = 'unboxed-learner: eve\n\n#: one\n\n: two\n\nunboxed-lab: x'
  const lab = labOf(
    `title: "unboxed-seed: x"\nabout: ${JSON.stringify(about)}\nsteps:\n  - {id: one, text: "#: two", run: "true", expect: [{exit: 0}]}`,
  )
  const read = readSubmission(labTemplate(lab, vmGround), 'x.sh')
  t.match(read, { submission: { lab: 'topic/x', seed: 'monday', steps: [{ id: 'one', lines: [] }] } })
  t.notOk('submission' in read && 'learner' in read.submission)
})
