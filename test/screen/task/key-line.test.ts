import stringWidth from 'string-width'
import t from 'tap'
import { type ActionRow, actions } from '../../../src/learn/action.ts'
import type { StepView } from '../../../src/learn/task-view.ts'
import { helpLines } from '../../../src/screen/task/help-lines.ts'
import { keyLine } from '../../../src/screen/task/key-line.ts'
import { sampleTask } from '../sample-task.ts'

const line = (step: Partial<StepView>, columns = 200) =>
  keyLine(
    { ...sampleTask, step: { ...sampleTask.step, ...step } },
    { columns, colour: false, leave: ['^]', 'shell'] },
  )

t.test('keys that do something now, the most useful first', async t => {
  t.match(line({}), /^ \^\] shell {2}h hint {2}c check {2}d changed .* {2}\? help$/)
  t.notMatch(line({ hintsLeft: 0 }), 'h hint')
  t.notMatch(line({}), /n next|a answer/)
  t.match(line({ state: 'done' }), 'n next')
  t.match(line({ question: { ask: 'How many?' } }), 'a answer')
  t.notMatch(line({ solution: ['true'] }), 's solution')
})

t.test('a narrow line has fewer keys, and always those that lead elsewhere', async t => {
  for (let columns = 40; columns < 200; columns++) {
    const keys = line({}, columns)
    t.ok(stringWidth(keys) <= columns, `${columns}: ${keys}`)
    t.match(keys, /^ \^\] shell .* \? help$/)
  }
})

t.test('help names every key and every word', async t => {
  const lines = helpLines({ columns: 60, colour: false })
  for (const row of Object.values(actions) as ActionRow[]) {
    const found = lines.some(
      each =>
        (!row.key || each.startsWith(` ${row.key} `)) && (!row.word || each.includes(`lab ${row.word}`)),
    )
    t.ok(found, row.help)
  }
  for (const each of lines) t.ok(stringWidth(each) <= 60, each)
})
