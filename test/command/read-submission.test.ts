import t from 'tap'
import { notFit } from '../../src/command/read-submission.ts'
import { readSubmission } from '../../src/submission/read-submission.ts'

const why = (text: string) => {
  const read = readSubmission(text, 'ada')
  return 'problems' in read ? notFit(read.problems).message : undefined
}

t.test('whoever handed in a script hears of each line that is wrong, and what to do', async t => {
  t.equal(
    why('#: box @9\n#:inside@2\n'),
    'line 1: there is no terminal `@9` (terminals are numbered from 1 to 8); line 2: `#:inside@2` begins no step (write `#: STEP` or ' +
      '`#: STEP @2`, from the first column on, with the name of a step and the number of a terminal)',
  )
})

t.test('of many problems the first ones are told, and their number', async t => {
  const many = why(`#: box\n${'\u0007\n'.repeat(8)}`)
  t.match(many, /^line 2: .*; line 6: [^;]*; and 3 more$/)
  t.notMatch(many, /line 7/)
})
