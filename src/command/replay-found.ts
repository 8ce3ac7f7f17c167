import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { Emit, RunEvent } from '../attempt/event.ts'
import { performerOf } from '../grade/performer.ts'
import { type ReplayEnd, replay as replayAll } from '../grade/replay.ts'
import type { Machine } from '../machine/machine.ts'
import type { MachineOptions } from '../machine/registry.ts'
import { exitCodes } from '../report/exit-code.ts'
import { tallyOf } from '../report/view/tally.ts'
import { count } from '../report/wording.ts'
import { nodeRuntime } from '../runtime/node.ts'
import type { RefusedFile } from './evidence-problem.ts'
import { mustKeepEvidence } from './evidence-store.ts'
import type { FoundSubmissions } from './find-submissions.ts'
import { type LabChoice, openLabSource } from './lab-source.ts'
import { type ObserveOptions, observeFor } from './observe-option.ts'
import { openMachine } from './open-machine.ts'
import { progressLine } from './progress-line.ts'
import { eventOf, tellLabProblems } from './read-labs.ts'
import { submissionReader } from './read-submission.ts'
import { replayEvidence } from './replay-evidence.ts'
import { openPlanned, type Planning, planReplay, type ReplayPlan } from './replay-plan.ts'
import { replayProgress } from './replay-progress.ts'
import { openReplayStore } from './replay-store.ts'
import type { ReportingOptions } from './reporting.ts'
import { drained, openReporter } from './reporting.ts'
import { submissionProblem } from './submission-problem.ts'
import { problemEvent, tellError } from './tell.ts'
import type { World } from './world.ts'

export interface ReplayOptions extends ReportingOptions, MachineOptions, LabChoice, ObserveOptions {
  readonly seed: string
  readonly evidence?: string
  /** Perform everything again. */
  readonly fresh?: boolean
}

/**
 * Performs what was found, each in a fresh machine, judges it by its lab and reports it. `heard` hears every event, too. Resolves to
 * the exit code.
 */
export async function replayFound(
  found: FoundSubmissions,
  { fresh = false, ...options }: ReplayOptions,
  world: World,
  heard: Emit = () => undefined,
): Promise<number> {
  const submissions = found.files.length + found.refused.length > 1 ? 'many' : 'one'
  const reporter = await openReporter(options, world, { submissions })
  const tally = tallyOf()
  const emit = (event: RunEvent) => {
    tally.event(event)
    heard(event)
    reporter.event(event)
  }
  const refused: RefusedFile[] = []
  const refuse = (file: RefusedFile) => {
    refused.push(file)
    emit({ ...problemEvent(submissionProblem('submission-refused', file), world), at: { file: file.file } })
  }
  try {
    for (const file of found.refused) refuse(file)
    const labs = await openLabSource(options, world)
    if ('problems' in labs) {
      tellLabProblems(labs.problems, world)
      for (const problem of labs.problems) emit(eventOf(problem))
      return exitCodes.usage
    }
    const planning = { read: submissionReader(world), labs, seed: options.seed, refuse, signal: world.signal }
    const plan = await planReplay(found.files, planning)
    mustHaveSome(found)
    if (plan.planned.length > 0) {
      const end = await inMachines(plan, planning, { fresh, ...options }, world, emit)
      tellLeft(end, plan, world)
    }
    tellOthers(found, world)
    if (refused.length > 0) {
      const all = found.files.length + found.refused.length
      tellError(submissionProblem('submissions-refused', { refused, all }), world)
    }
  } catch (error) {
    emit(problemEvent(error, world))
    throw error
  } finally {
    reporter.end()
  }
  return tally.exitCode()
}

function mustHaveSome({ places, files, refused }: FoundSubmissions): void {
  if (files.length + refused.length === 0) throw submissionProblem('no-submissions', { places })
}

async function inMachines(
  plan: ReplayPlan,
  planning: Planning,
  { fresh, ...options }: ReplayOptions & { readonly fresh: boolean },
  world: World,
  emit: Emit,
): Promise<ReplayEnd> {
  const folder = options.evidence === undefined ? undefined : resolve(world.cwd, options.evidence)
  if (folder !== undefined) await mustKeepEvidence(folder)
  let machine: Machine | undefined
  let progress: ReturnType<typeof replayProgress> | undefined
  try {
    const observe = observeFor(options)
    machine = await openMachine(options, world, progressLine(world), what => emit({ type: 'swept', what }))
    progress = replayProgress(plan.planned.length, world)
    const { around, heard } = progress
    return await replayAll(
      {
        ...plan,
        seed: options.seed,
        machine,
        runtime: nodeRuntime,
        signal: world.signal,
        jobs: options.jobs ?? availableParallelism(),
        journal: await openReplayStore(machine, { fresh, observe: observe.from }, world),
        open: planned => openPlanned(planned, planning),
        conductOf: submission => ({ actor: performerOf(submission), unswept: true, observe }),
        keep: replayEvidence(folder, error => emit(problemEvent(error, world))),
        heard,
        settled: () => drained(world),
      },
      event => around(() => emit(event)),
    )
  } finally {
    progress?.end()
    await machine?.close()
  }
}

function tellLeft({ left }: ReplayEnd, { planned }: ReplayPlan, { stderr }: World): void {
  if (left === 0) return
  const all = count(planned.length, 'submission')
  stderr.write(
    `unboxed: interrupted: ${left} of ${all} not judged; the same command goes on with what is left\n`,
  )
}

function tellOthers({ others }: FoundSubmissions, { stderr }: World): void {
  if (others > 0)
    stderr.write(
      `unboxed: ${count(others, 'other file')} ignored: only ordinary files that end in .sh, .json or .tar.gz are read\n`,
    )
}
