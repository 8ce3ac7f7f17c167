import t from 'tap'
import type { RunEvent } from '../../src/attempt/event.ts'
import { openReporter } from '../../src/command/reporting.ts'
import type { World } from '../../src/command/world.ts'
import type { MachineOptions } from '../../src/machine/registry.ts'
import { runs } from '../report/sample-run.ts'

/** What the pretty reporter writes of a run. */
async function written(
  events: Iterable<RunEvent>,
  options: MachineOptions,
  cwd = '/unboxed',
): Promise<string> {
  let text = ''
  const stdout = { write: (piece: string) => (text += piece) }
  const leaving = new AbortController().signal
  const world = { env: {}, root: '/unboxed', cwd, stdout, leaving } as unknown as World
  const reporter = await openReporter({ ...options, reporter: 'pretty' }, world)
  for (const event of events) reporter.event(event)
  reporter.end()
  return text
}

/** What is suggested after a run whose first lab is called `namespace/pid` and was read from this file. */
async function suggestedFor(file: string, cwd: string): Promise<string | undefined> {
  const from = (event: RunEvent): RunEvent =>
    event.type === 'run-start' ? { ...event, labs: event.labs.map(head => ({ ...head, file })) } : event
  const events = runs.passing().filter(({ type }) => type !== 'machine-ready')
  return /unboxed show (\S+)/.exec(await written(events.map(from), {}, cwd))?.[1]
}

t.test('a lab of the course is called by its id, wherever one stands', async t => {
  t.equal(await suggestedFor('labs/namespace/pid.yaml', '/unboxed'), 'namespace/pid')
  t.equal(await suggestedFor('/unboxed/labs/namespace/pid.yaml', '/home/me'), 'namespace/pid')
})

t.test('any other lab by its file, though its id be the same', async t => {
  t.equal(await suggestedFor('mine/namespace/pid.yaml', '/home/me'), 'mine/namespace/pid.yaml')
  t.equal(await suggestedFor('/tmp/mine/namespace/pid.yaml', '/unboxed'), '/tmp/mine/namespace/pid.yaml')
})

t.test('what is proposed can be pasted', async t => {
  const from = (event: RunEvent): RunEvent =>
    event.type === 'run-start'
      ? { ...event, labs: event.labs.map(head => ({ ...head, file: "-my $lab's.yaml" })) }
      : event
  const events = runs.failing().filter(({ type }) => type !== 'machine-ready')
  const text = await written(events.map(from), { seed: "it's $1" } as MachineOptions, '/home/me')
  t.match(text, "unboxed show './-my $lab'\\''s.yaml'")
  t.match(text, "unboxed run '--seed=it'\\''s $1' './-my $lab'\\''s.yaml'")
})

t.test('a lab that failed is to be run again where it was', async t => {
  const suggested = async (options: MachineOptions) =>
    /unboxed run .*?(?= {2,})/.exec(await written(runs.failing(), options))?.[0]
  t.equal(await suggested({}), 'unboxed run cgroup/memory-max')
  t.equal(
    await suggested({ machine: 'vagrant', up: true, fresh: true }),
    'unboxed run --machine vagrant --up --fresh cgroup/memory-max',
  )
  t.equal(
    await suggested({ machine: 'local', thisMachine: true }),
    'unboxed run --machine local --this-machine cgroup/memory-max',
  )
})

t.test('a process that leaves ends the report, once', async t => {
  let text = ''
  const stdout = { write: (piece: string) => (text += piece) }
  const leaving = new AbortController()
  const world = { env: {}, root: '/', cwd: '/', stdout, leaving: leaving.signal } as unknown as World
  const reporter = await openReporter({ reporter: 'junit' }, world)
  t.equal(text, '')
  leaving.abort()
  reporter.end()
  t.equal(text.split('<testsuites').length, 2)
})
