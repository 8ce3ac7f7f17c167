import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { RunEvent } from '../attempt/event.ts'
import { runLabs } from '../attempt/run-attempts.ts'
import type { Machine } from '../machine/machine.ts'
import type { MachineOptions } from '../machine/registry.ts'
import { exitCodeOfRun, exitCodes } from '../report/exit-code.ts'
import { keepEvidence } from './evidence-store.ts'
import { openMachine } from './open-machine.ts'
import { progressLine } from './progress-line.ts'
import { readLabs } from './read-labs.ts'
import type { ReportingOptions } from './reporting.ts'
import { openReporter } from './reporting.ts'
import type { World } from './world.ts'

export interface RunOptions extends ReportingOptions, MachineOptions {
  readonly seed?: string
  readonly evidence?: string
}

export async function run(names: readonly string[], options: RunOptions, world: World): Promise<number> {
  const seed = options.seed ?? String(randomInt(1_000_000))
  const labs = await readLabs(names, seed, world)
  if (!labs) return exitCodes.usage
  const reporter = openReporter(options, world)
  const events: RunEvent[] = []
  const keeping: Promise<void>[] = []
  const emit = (event: RunEvent) => {
    events.push(event)
    reporter.event(event)
    if (event.type !== 'lab-end' || options.evidence === undefined) return
    const lab = labs.find(({ id }) => id === event.lab)
    if (lab)
      keeping.push(keepEvidence(resolve(world.cwd, options.evidence), { lab, evidence: event.evidence }))
  }
  let machine: Machine | undefined
  try {
    machine = await openMachine(options, world, progressLine(world), what => emit({ type: 'swept', what }))
    await runLabs(labs, machine, emit, {
      seed,
      jobs: options.jobs ?? availableParallelism(),
      signal: world.signal,
    })
  } finally {
    await machine?.close()
    await Promise.all(keeping)
    await reporter.end()
  }
  return exitCodeOfRun(events)
}
