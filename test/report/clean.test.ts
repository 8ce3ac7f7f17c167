import t from 'tap'
import { cleanEvent } from '../../src/report/clean.ts'
import { hostileEvents } from './hostile-run.ts'

const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

t.test('no text of an event can move the cursor', async t => {
  const events = hostileEvents().map(cleanEvent)
  for (const event of events) {
    if (event.type === 'output' || event.type === 'sample' || event.type === 'lab-end') continue
    const texts: string[] = []
    JSON.stringify(event, (_, value) => {
      if (typeof value === 'string') texts.push(value)
      return value
    })
    t.same(
      texts.filter(text => control.test(text)),
      [],
      event.type,
    )
  }
})

t.test('output and evidence are as they were', async t => {
  for (const event of hostileEvents()) {
    const cleaned = cleanEvent(event)
    if (event.type === 'output') t.equal(cleaned, event)
    if (event.type === 'lab-end' && cleaned.type === 'lab-end') t.equal(cleaned.evidence, event.evidence)
  }
})
