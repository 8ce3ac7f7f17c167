import t from 'tap'
import { openReporter } from '../../src/command/reporting.ts'
import type { World } from '../../src/command/world.ts'
import type { RunEvent } from '../../src/run/event.ts'
import { runs } from '../report/sample-run.ts'

/** What is suggested after a run whose first lab is called `namespace/pid` and was read from this file. */
async function suggestedFor(file: string, cwd: string): Promise<string | undefined> {
  let text = ''
  const stdout = { write: (piece: string) => (text += piece) }
  const reporter = openReporter({ reporter: 'pretty' }, {
    env: {},
    root: '/unboxed',
    cwd,
    stdout,
  } as unknown as World)
  const from = (event: RunEvent): RunEvent =>
    event.type === 'run-start' ? { ...event, labs: event.labs.map(head => ({ ...head, file })) } : event
  for (const event of runs.passing()) if (event.type !== 'lab-start') reporter.event(from(event))
  await reporter.end()
  return /unboxed show (\S+)/.exec(text)?.[1]
}

t.test('a lab of the course is called by its id, wherever one stands', async t => {
  t.equal(await suggestedFor('labs/1-namespace/1-pid.yaml', '/unboxed'), 'namespace/pid')
  t.equal(await suggestedFor('/unboxed/labs/1-namespace/1-pid.yaml', '/home/me'), 'namespace/pid')
})

t.test('any other lab by its file, though its id be the same', async t => {
  t.equal(await suggestedFor('mine/namespace/pid.yaml', '/home/me'), 'mine/namespace/pid.yaml')
  t.equal(await suggestedFor('/tmp/mine/namespace/pid.yaml', '/unboxed'), '/tmp/mine/namespace/pid.yaml')
})
