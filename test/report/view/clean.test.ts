import t from 'tap'
import type { RunEvent } from '../../../src/attempt/event.ts'
import { cleanEvent } from '../../../src/report/view/clean.ts'
import { hostileEvents } from '../hostile-run.ts'

const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

const kept = ['output', 'sample', 'attempt-end']

t.test('no text of an event can move the cursor', async t => {
  const hostile = hostileEvents().filter(({ type }) => !kept.includes(type))
  t.ok(hostile.filter(event => controlIn(event).length > 0).length > 3, 'several could')
  for (const event of hostile) t.same(controlIn(cleanEvent(event)), [], event.type)
})

/** The texts in an event that hold control characters. */
function controlIn(event: RunEvent): string[] {
  const texts: string[] = []
  JSON.stringify(event, (_, value) => {
    if (typeof value === 'string' && control.test(value)) texts.push(value)
    return value
  })
  return texts
}

t.test('output and evidence are as they were', async t => {
  const events = hostileEvents()
  const types = events.map(({ type }) => type)
  t.ok(types.includes('output') && types.includes('attempt-end'), 'both are there')
  for (const event of events) {
    const cleaned = cleanEvent(event)
    if (event.type === 'output') t.equal(cleaned, event)
    if (event.type === 'attempt-end' && cleaned.type === 'attempt-end')
      t.equal(cleaned.evidence, event.evidence)
  }
})
