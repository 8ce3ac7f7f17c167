import { readdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { readIfThere } from '../cache/read.ts'
import { writeAtomically } from '../cache/write.ts'
import type { Lab } from '../lab/lab.ts'
import { plannedKeys } from '../prove/planned.ts'
import {
  type ProofGround,
  type ProofRecord,
  proofRules,
  readRecord,
  recordText,
  stateOf,
} from '../prove/record.ts'
import { labsToRun, usualProof } from '../prove/seed.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { drawsOf } from './draw-lab.ts'
import { labId } from './lab-path.ts'
import { recordProblem } from './problem.ts'
import type { World } from './world.ts'

/** Where the proof of a lab is recorded, and the lab under the name that it has in its course. */
export interface RecordPlace {
  readonly file: string
  readonly lab: Pick<Lab, 'id' | 'file'>
}

/** Labs of a folder `labs` have their records in `test/proofs` beside it. A lab elsewhere is a problem. */
export function recordPlace({ file }: Pick<Lab, 'file'>, { cwd }: Pick<World, 'cwd'>): RecordPlace {
  const path = resolve(cwd, file)
  const [, project, below] = /^(.*)\/labs\/(.+)$/.exec(path) ?? []
  if (project === undefined || below === undefined) throw recordProblem('no-record-place', { file })
  const id = labId(below)
  return { file: join(recordFolder(project), `${id}.json`), lab: { id, file } }
}

const recordFolder = (project: string) => join(project, 'test/proofs')

/** What a lab's record has to say today. */
export function groundOf(
  lab: Pick<Lab, 'id' | 'file'>,
  kernel: string | undefined,
  world: World,
): ProofGround {
  const labs = labsToRun(drawsOf(lab, world), usualProof.seed, usualProof.repeat)
  return { lab: lab.id, rules: proofRules, kernel, parts: plannedKeys(labs, nodeRuntime.digest) }
}

export async function readRecordFile(file: string): Promise<ProofRecord | 'unreadable' | undefined> {
  const text = await readIfThere(file)
  return text === undefined ? undefined : readRecord(text)
}

/** Writes the record of a lab that was proven; one that says the same stays as it is, whatever it was made with. */
export async function writeRecordFile(file: string, record: ProofRecord): Promise<void> {
  const { state } = stateOf(await readRecordFile(file), record)
  if (state !== 'current') await writeAtomically(file, recordText(record))
}

/** The records of the course that belong to none of its labs, as a person in `cwd` would name them. */
export async function recordsOfNoLab(
  places: readonly RecordPlace[],
  { root, cwd }: World,
): Promise<string[]> {
  const folder = recordFolder(root)
  const known = new Set(places.map(({ file }) => file))
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  return names
    .map(name => join(folder, name))
    .filter(file => file.endsWith('.json') && !known.has(file))
    .map(file => relative(cwd, file))
    .sort()
}
