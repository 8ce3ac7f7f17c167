import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { RunEvent } from '../attempt/event.ts'
import { runAttempts } from '../attempt/run-attempts.ts'
import type { Lab } from '../lab/lab.ts'
import type { Machine } from '../machine/machine.ts'
import type { MachineOptions } from '../machine/registry.ts'
import { exitCodes } from '../report/exit-code.ts'
import { tallyOf } from '../report/view/tally.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { keepEvidence, mustBeUnkept, mustKeepEvidence } from './evidence-store.ts'
import { type ObserveOptions, observeFor } from './observe-option.ts'
import { openMachine } from './open-machine.ts'
import { progressLine } from './progress-line.ts'
import { readLabs } from './read-labs.ts'
import type { ReportingOptions } from './reporting.ts'
import { drained, openReporter } from './reporting.ts'
import { problemEvent } from './tell.ts'
import type { World } from './world.ts'

export interface RunOptions extends ReportingOptions, MachineOptions, ObserveOptions {
  readonly seed?: string
  readonly repeat: number
  readonly evidence?: string
}

export async function run(names: readonly string[], options: RunOptions, world: World): Promise<number> {
  const seed = options.seed ?? String(randomInt(1_000_000))
  const reporter = await openReporter(options, world)
  const labs = await readLabs(names, seed, world, reporter.event)
  if (!labs) {
    reporter.end()
    return exitCodes.usage
  }
  const tally = tallyOf()
  const keeper = evidenceKeeper(labs, options, world)
  const emit = (event: RunEvent) => {
    tally.event(event)
    reporter.event(event)
    keeper.event(event)
  }
  let machine: Machine | undefined
  try {
    if (options.evidence !== undefined) {
      const folder = resolve(world.cwd, options.evidence)
      await mustKeepEvidence(folder)
      await mustBeUnkept(folder, labs, options.repeat)
    }
    machine = await openMachine(options, world, progressLine(world), what => emit({ type: 'swept', what }))
    await runAttempts(labs, machine, nodeRuntime, emit, {
      seed,
      repeat: options.repeat,
      jobs: options.jobs ?? availableParallelism(),
      signal: world.signal,
      observe: observeFor(options),
      settled: async () => {
        await keeper.kept()
        await drained(world)
      },
    })
  } catch (error) {
    emit(problemEvent(error, world))
    throw error
  } finally {
    // None of them at the cost of another: a full disk must not lose the report.
    try {
      await machine?.close()
    } finally {
      await keeper.kept().finally(reporter.end)
    }
  }
  return tally.exitCode()
}

/** Keeps the evidence of each attempt as it ends; `kept` rejects when some could not be written. */
function evidenceKeeper(labs: readonly Lab[], { evidence }: RunOptions, { cwd }: World) {
  const writing = new Set<Promise<void>>()
  return {
    event(event: RunEvent): void {
      if (event.type !== 'attempt-end' || evidence === undefined) return
      const lab = labs.find(({ id }) => id === event.evidence.attempt.lab)
      if (!lab) return
      const written = keepEvidence(resolve(cwd, evidence), { lab, evidence: event.evidence })
      writing.add(written)
      written.then(() => writing.delete(written)).catch(() => undefined) // `kept` reports it
    },
    async kept(): Promise<void> {
      await Promise.all(writing)
    },
  }
}
