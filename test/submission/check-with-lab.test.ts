import t from 'tap'
import { problemsWithLab } from '../../src/submission/check-with-lab.ts'
import { readSubmission } from '../../src/submission/read-submission.ts'
import { courseLab } from './course.ts'

function problems(text: string, id = 'namespace/pid') {
  const read = readSubmission(text, 'ada.sh')
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return problemsWithLab(read.submission, courseLab(id), 'ada.sh').map(({ code, at, message, remedy }) => ({
    code,
    at,
    message,
    remedy,
  }))
}

t.test('what fits its lab has no problems', async t => {
  t.same(problems('# unboxed-lab: namespace/pid\n#: outside\n#: inside\nkill ${box.pid} $${mine.pid}\n'), [])
})

t.test('a lab, steps, their order and names are told', async t => {
  t.same(
    problems('# unboxed-lab: namespace/uts\n#: insid\n#: who-am-i\n#: outside\nkill ${bx.pid} ${bx.pid}\n'),
    [
      {
        code: 'other-lab',
        at: undefined,
        message: 'it was made for the lab `namespace/uts`, not for `namespace/pid`',
        remedy: undefined,
      },
      {
        code: 'unknown-step',
        at: '2',
        message: 'the lab `namespace/pid` has no step `insid`; did you mean `inside`?',
        remedy: 'its steps are: outside, box, inside, who-am-i',
      },
      {
        code: 'step-order',
        at: '4',
        message: 'the step `outside` comes before `who-am-i` in the lab',
        remedy: 'put the steps in the order of the lab, since they are performed in the order of the file',
      },
      {
        code: 'unknown-name',
        at: '5',
        message:
          '`${bx.pid}` is the PID of a process that the lab names, and it names no `bx`; did you mean `box`?',
        remedy: 'it names: box; if the shell is to read it, write `$${bx.pid}`',
      },
    ],
  )
})

t.test('a lab without names is told as such', async t => {
  t.match(problems('#: slow\nkill ${loop.pid}\n', 'cgroup/cpu-max'), [
    { code: 'unknown-name', remedy: /^this lab names no process; / },
  ])
})
