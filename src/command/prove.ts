import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import pLimit from 'p-limit'
import type { Lab } from '../lab/lab.ts'
import { parseLab } from '../lab/parse-lab.ts'
import type { Machine, Progress } from '../machine/machine.ts'
import type { MachineOptions } from '../machine/registry.ts'
import { type LabProof, type Proof, proofOutcome, tally } from '../prove/proof.ts'
import { proveLab } from '../prove/prove-lab.ts'
import { exitCode, exitCodes } from '../report/exit-code.ts'
import { type ProofReporterName, proofReporters } from '../report/registry.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { mustBeUnproven, mustKeepEvidence } from './evidence-store.ts'
import { openMachine } from './open-machine.ts'
import { progressLine } from './progress-line.ts'
import { bestEffort, nothingKept, openProofEvidence, openProofStore } from './proof-store.ts'
import { cellRunner } from './prove-cell.ts'
import { readLabText } from './read-lab-text.ts'
import { readLabs } from './read-labs.ts'
import type { World } from './world.ts'
import { wantsColour } from './world.ts'

export interface ProveOptions extends MachineOptions {
  readonly seed: string
  readonly repeat: number
  /** False with `--no-cache`. */
  readonly cache: boolean
  readonly evidence?: string
  readonly reporter: ProofReporterName
  readonly json?: boolean
  readonly verbose?: boolean
}

/** Runs beyond the number of processors: usually one mutant is only waiting for a timeout. */
const waiting = 1

/** Proves labs, with each run in a fresh machine and several runs at once. */
export async function prove(names: readonly string[], options: ProveOptions, world: World): Promise<number> {
  const labs = await readLabs(names, options.seed, world)
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

async function proveAll(
  labs: readonly Lab[],
  machine: Machine,
  options: ProveOptions,
  world: World,
  progress: Progress,
): Promise<Proof> {
  const began = performance.now()
  const { seed, repeat, cache, evidence } = options
  const store = cache ? bestEffort(await openProofStore(machine, world), world) : nothingKept
  const limit = pLimit(machine.jobs)
  const folder = evidence === undefined ? await openProofEvidence(world) : resolve(world.cwd, evidence)
  const run = cellRunner({ machine, store, limit, world, progress, folder })
  const proofs = await Promise.all(
    labs.map(async lab => {
      const draw = (other: string) => (other === seed ? lab : drawn(lab, other, world))
      const proof = await proveLab({ draw, seed, repeat, run })
      // The cases of an interrupted lab would look like failures.
      if (world.signal.aborted) return []
      progress({ task: `prove ${lab.id}`, done: true, ...summary(proof) })
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

/** The same lab with the values of another seed. */
function drawn({ file, id }: Lab, seed: string, world: World): Lab {
  const text = readLabText(resolve(world.cwd, file), file)
  const read = typeof text === 'string' ? parseLab(text, { file, id, seed }, nodeRuntime) : undefined
  if (read && 'lab' in read) return read.lab
  throw new Error(`${file} changed while its proof was running`)
}

function summary(proof: LabProof): { detail: string; ms: number } {
  const { shown, all } = tally(proof, 'mutant')
  return { detail: `${shown} of ${all} mutants caught`, ms: proof.ms }
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
