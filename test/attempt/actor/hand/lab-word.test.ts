import t from 'tap'
import { isLabWord } from '../../../../src/attempt/actor/hand/lab-word.ts'

t.test('a line that only asks the runner for something', async t => {
  for (const line of ['lab', 'lab hint', '  lab answer "a; b"', 'lab mark box 412 # this one'])
    t.ok(isLabWord(line), line)
})

t.test('a line that does something else, too', async t => {
  for (const line of ['', 'label', 'lab hint; id', 'lab hint && id', 'lab hint | cat', 'lab hint > /tmp/x'])
    t.notOk(isLabWord(line), line)
  for (const line of ['lab answer $(cat x)', 'x=1 lab', 'sudo lab', 'lab hint\nid', "lab 'x"])
    t.notOk(isLabWord(line), line)
})
