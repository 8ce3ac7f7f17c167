import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import pLimit from 'p-limit'
import type { Lab } from '../lab/lab.ts'
import type { Machine, Progress } from '../machine/machine.ts'
import type { MachineOptions } from '../machine/registry.ts'
import { type LabProof, type Proof, proofOutcome, tally } from '../prove/proof.ts'
import { proveLab } from '../prove/prove-lab.ts'
import { kernelOf } from '../prove/record.ts'
import { exitCode, exitCodes } from '../report/exit-code.ts'
import { type ProofReporterName, proofReporters } from '../report/registry.ts'
import { drawsOf } from './draw-lab.ts'
import { mustBeUnproven, mustKeepEvidence } from './evidence-store.ts'
import { type ObserveOptions, observeFor } from './observe-option.ts'
import { openMachine } from './open-machine.ts'
import { progressLine } from './progress-line.ts'
import { groundOf, recordPlace, writeRecordFile } from './proof-record.ts'
import { bestEffort, nothingKept, openProofEvidence, openProofStore } from './proof-store.ts'
import { cellRunner } from './prove-cell.ts'
import { readLabs } from './read-labs.ts'
import { runnerDigest } from './runner-digest.ts'
import type { World } from './world.ts'
import { wantsColour } from './world.ts'

export interface ProveOptions extends MachineOptions, ObserveOptions {
  readonly seed: string
  readonly repeat: number
  /** False with `--no-cache`. */
  readonly cache: boolean
  readonly evidence?: string
  /** Whether what is proven is recorded with the labs. */
  readonly record?: boolean
  /** Whether only the records are compared with the labs. */
  readonly check?: boolean
  readonly reporter: ProofReporterName
  readonly json?: boolean
  readonly verbose?: boolean
}

/** Runs beyond the number of processors: most of the time that a mutant takes, it only waits for what never comes. */
const waiting = 3

/** Proves labs, with each run in a fresh machine and several runs at once. */
export async function prove(names: readonly string[], options: ProveOptions, world: World): Promise<number> {
  if (options.check) return (await import('./prove-check.ts')).checkRecords(names, options, world)
  const labs = await readProvable(names, options, world)
  if (!labs) return exitCodes.usage
  if (options.evidence !== undefined) {
    const folder = resolve(world.cwd, options.evidence)
    await mustBeUnproven(folder, labs)
    await mustKeepEvidence(folder)
  }
  const progress = progressLine(world)
  const { jobs = availableParallelism() + waiting } = options
  const machine = await openMachine({ ...options, jobs }, world, progress)
  try {
    const proof = await proveAll(labs, machine, options, world, progress)
    await report(proof, options, world)
    return exitCode({ outcomes: proof.labs.map(proofOutcome), interrupted: proof.interrupted })
  } finally {
    await machine.close()
  }
}

/** A lab whose proof is to be recorded has the name that it has in its course, from which its values are drawn too. */
async function readProvable(names: readonly string[], { seed, record }: ProveOptions, world: World) {
  const labs = await readLabs(names, seed, world)
  if (!record) return labs
  return labs?.map(lab => drawsOf(recordPlace(lab, world).lab, world).draw(seed))
}

async function proveAll(
  labs: readonly Lab[],
  machine: Machine,
  options: ProveOptions,
  world: World,
  progress: Progress,
): Promise<Proof> {
  const began = performance.now()
  const { seed, repeat, cache, evidence } = options
  const store = cache
    ? bestEffort(await openProofStore(machine, observeFor(options).from, world), world)
    : nothingKept
  const limit = pLimit(machine.jobs)
  const folder = evidence === undefined ? await openProofEvidence(world) : resolve(world.cwd, evidence)
  const observe = observeFor(options)
  const run = cellRunner({ machine, observe, store, limit, world, progress, folder })
  const proofs = await Promise.all(
    labs.map(async lab => {
      const proof = await proveLab({ ...drawsOf(lab, world), seed, repeat, run })
      // The cases of an interrupted lab would look like failures.
      if (world.signal.aborted) return []
      const isRecorded = options.record && (await record(lab, proof, machine, world))
      progress({ task: `prove ${lab.id}`, done: true, ...summary(proof, isRecorded) })
      return [proof]
    }),
  )
  const { signal } = world
  return {
    labs: proofs.flat(),
    machine: machine.description,
    seed,
    ms: performance.now() - began,
    interrupted: signal.aborted,
  }
}

/** Records a proof with its lab; what was not proven changes no record. */
async function record(lab: Lab, proof: LabProof, machine: Machine, world: World): Promise<boolean> {
  const { release } = proof
  if (proofOutcome(proof) !== 'pass' || release === undefined) return false
  const ground = groundOf(lab, kernelOf(release), world)
  const made = {
    release,
    machine: machine.description,
    ...(machine.identity !== undefined && { image: machine.identity }),
    runner: `${world.version} ${(await runnerDigest(world)).slice(0, 8)}`,
  }
  await writeRecordFile(recordPlace(lab, world).file, { ...ground, kernel: kernelOf(release), made })
  return true
}

function summary(proof: LabProof, isRecorded = false): { detail: string; ms: number } {
  const { shown, all } = tally(proof, 'mutant')
  return { detail: `${shown} of ${all} mutants caught${isRecorded ? ', recorded' : ''}`, ms: proof.ms }
}

async function report(
  proof: Proof,
  { reporter, json, verbose = false }: ProveOptions,
  world: World,
): Promise<void> {
  const { stdout, env } = world
  const style = {
    colour: wantsColour(stdout, env),
    columns: stdout.columns || Number(env.COLUMNS ?? 100),
    verbose,
  }
  const format = await proofReporters[json ? 'json' : reporter]()
  stdout.write(format(proof, style))
}
