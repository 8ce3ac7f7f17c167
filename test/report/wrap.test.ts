import t from 'tap'
import { wrapMessage, wrapRemedy } from '../../src/report/wrap.ts'

t.test('a message is broken between words', async t => {
  t.same(wrapMessage('one two three\nfour', 8), ['one two', 'three', 'four'])
  t.same(wrapMessage('a /path/longer/than/the/line b', 8), ['a', '/path/longer/than/the/line', 'b'])
  t.same(wrapMessage('日本 日本 日本', 9), ['日本 日本', '日本'], 'wide characters take two columns')
})

t.test('quoted output stays as it is', async t => {
  t.same(wrapMessage('it said:\n  one two three four', 8), ['it said:', '  one two three four'])
})

const remedies: [remedy: string, lines: string[]][] = [
  ['Run the lab again, then.', ['Run the', 'lab again,', 'then.']],
  ['npm run build and more', ['npm run build and more']],
  ['vagrant up --provision\nOr wait.', ['vagrant up --provision', 'Or wait.']],
  ['Try it: again: vagrant up --provision', ['Try it:', 'again:', 'vagrant up --provision']],
  [
    'Does `vagrant ssh` work at all? If not: vagrant reload',
    ['Does', '`vagrant ssh`', 'work at', 'all? If', 'not:', 'vagrant reload'],
  ],
  ['Leave it out: it is swept.', ['Leave it', 'out: it is', 'swept.']],
]

t.test('a command in a remedy is never broken', async t => {
  for (const [remedy, lines] of remedies) t.same(wrapRemedy(remedy, 10), lines, remedy)
})
