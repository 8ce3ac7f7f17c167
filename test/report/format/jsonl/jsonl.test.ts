import t from 'tap'
import type { RunEvent } from '../../../../src/attempt/event.ts'
import { reporters } from '../../../../src/report/registry.ts'
import { hostileEvents } from '../../hostile-run.ts'
import { runs } from '../../sample-run.ts'
import { written } from '../../write.ts'

t.test('one event a line, nothing lost, the version in the first', async t => {
  for (const events of [...Object.values(runs), hostileEvents].map(run => run())) {
    const text = await written('jsonl', events)
    const [first, ...rest] = text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    t.equal(text.split('\n').length, events.length + 1)
    t.equal(first.format, 2)
    const { format: _, ...start } = first
    const told = [start, ...rest].map(({ score: _, ...event }) => event)
    t.same(told, JSON.parse(JSON.stringify(events)))
  }
})

t.test('each line is written as its event happens', async t => {
  const lines: string[] = []
  const jsonl = await reporters.jsonl()
  const reporter = jsonl(text => lines.push(text))
  const events = runs.passing()
  for (const [index, event] of events.entries()) {
    reporter.event(event)
    t.equal(lines.length, index + 1)
  }
})

t.test('events of attempts at once are told apart by id', async t => {
  const lines = (await written('jsonl', runs.repeated())).trimEnd().split('\n')
  const events: RunEvent[] = lines.map(line => JSON.parse(line))
  const verdicts = (id: string) =>
    events.filter(event => event.type === 'verdict' && event.attempt === id).length
  t.same(
    ['namespace/pid~4711~1', 'namespace/pid~4711~2', 'cgroup/memory-max~4711~2'].map(verdicts),
    [5, 5, 4],
  )
})
