import t from 'tap'
import { hostileEvents } from './hostile-run.ts'
import { runs } from './sample-run.ts'
import { written } from './write.ts'

t.test('one event a line, nothing lost, the version in the first', async t => {
  for (const events of [...Object.values(runs), hostileEvents].map(run => run())) {
    const text = await written('jsonl', events)
    const [first, ...rest] = text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    t.equal(text.split('\n').length, events.length + 1)
    t.equal(first.format, 1)
    const { format: _, ...start } = first
    t.same([start, ...rest], JSON.parse(JSON.stringify(events)))
  }
})

t.test('each line is written as its event happens', async t => {
  const { reporters } = await import('../../src/report/reporter.ts')
  const lines: string[] = []
  const reporter = reporters.jsonl(text => lines.push(text), { colour: false, columns: 80 })
  const events = runs.passing()
  for (const [index, event] of events.entries()) {
    reporter.event(event)
    t.equal(lines.length, index + 1)
  }
})
