import type { Test } from 'tap'
import { Parser } from 'tap-parser'

type Events = ReturnType<typeof Parser.parse>

/** Turns TAP from another process into assertions of this test; a missing or violated plan is a failure too. */
export function relay(t: Test, text: string): void {
  const events = Parser.parse(text)
  tell(t, events, '')
  const [, results] = events.find(([name]) => name === 'complete') ?? []
  const { plan, count, bailout } = results as {
    plan: { end: number | null }
    count: number
    bailout: unknown
  }
  t.equal(bailout, false, 'it did not give up')
  t.equal(count, plan.end, 'as many tests as planned')
}

function tell(t: Test, events: Events, within: string): void {
  for (const event of events) {
    if (event[0] === 'assert') {
      const { ok, name, diag } = event[1]
      t.ok(ok, within + name, { diag })
    }
    if (event[0] === 'child') tell(t, event[1] as Events, `${within}  `)
  }
}
