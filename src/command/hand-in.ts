import { basename, dirname, resolve } from 'node:path'
import type { Emit } from '../attempt/event.ts'
import { mustAllowWriting, writeAtomically } from '../cache/write.ts'
import type { MachineOptions } from '../machine/registry.ts'
import { printable, printableJson } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import { gatherResults } from '../report/view/result.ts'
import { count } from '../report/wording.ts'
import { scoreOf } from '../verdict/score.ts'
import { type ArchivedAttempt, archivedName, type ManifestAttempt, packHandIn } from './hand-in-archive.ts'
import { shown } from './lab-path.ts'
import { mustBeNew } from './must-be-new.ts'
import type { ObserveOptions } from './observe-option.ts'
import { type SavedAttempt, savedAttempts } from './progress-store.ts'
import { readLabs } from './read-labs.ts'
import { replayFound } from './replay-found.ts'
import { submissionProblem } from './submission-problem.ts'
import { tellError } from './tell.ts'
import type { World } from './world.ts'

export interface HandInOptions extends MachineOptions, ObserveOptions {
  /** The archive. */
  readonly out: string
  readonly learner?: string
  /** Overwrite an existing archive. */
  readonly force?: boolean
}

/**
 * Performs a learner's latest attempts again, which shows what a grader will see, and writes them as one archive. Neither a failed check
 * nor a broken machine prevents that.
 */
export async function handIn(
  names: readonly string[],
  { out, learner, force = false, ...machine }: HandInOptions,
  world: World,
): Promise<number> {
  const saved = await attemptsAt(names, world)
  if (!saved) return exitCodes.usage
  const path = resolve(world.cwd, out)
  if (!force) await mustBeNew(path, 'file-exists', world)
  await mustAllowWriting(dirname(path))
  const file = shown(path, world.cwd)
  const attempts = saved.map((attempt, index) => archived(attempt, index, learner))
  const scores = scoring()
  const code = await perform(attempts, { file, machine, heard: scores.event }, world)
  if (world.signal.aborted) return exitCodes.interrupted
  const manifest = attempts.map(({ lab, name, digest }): ManifestAttempt => {
    const points = scores.of(lab)
    return { lab, file: name, ...(digest === undefined ? {} : { digest }), ...(points && { points }) }
  })
  const about = { ...(learner === undefined ? {} : { learner }), attempts: manifest }
  await writeAtomically(path, await packHandIn(about, attempts), { replace: force })
  world.stdout.write(printable(`\n${file}: ${contentWords(manifest)}\n`))
  return code
}

/** The saved attempts at the labs that are named, or all; undefined after reporting mistakes in the labs. Throws `no-attempt`. */
async function attemptsAt(
  names: readonly string[],
  world: World,
): Promise<readonly SavedAttempt[] | undefined> {
  const saved = await savedAttempts(world)
  if (names.length === 0) return mustHaveSome(saved, [])
  const labs = await readLabs(names, 'hand-in', world)
  if (!labs) return undefined
  const ids = labs.map(({ id }) => id)
  const missing = ids.filter(id => !saved.some(({ lab }) => lab === id))
  const found = mustHaveSome(
    saved.filter(({ lab }) => ids.includes(lab)),
    missing,
  )
  for (const id of missing) world.stderr.write(printable(`unboxed: there is no attempt at ${id}\n`))
  return found
}

function mustHaveSome(saved: readonly SavedAttempt[], labs: readonly string[]): readonly SavedAttempt[] {
  if (saved.length === 0) throw submissionProblem('no-attempt', { labs })
  return saved
}

interface Archived extends ArchivedAttempt {
  readonly lab: string
  readonly digest: string | undefined
}

/** An attempt as it is handed in: as it was saved, with the name of the learner. */
function archived({ lab, text, digest }: SavedAttempt, index: number, learner?: string): Archived {
  const named = learner === undefined ? text : withLearner(text, learner)
  return { lab, digest, name: archivedName(lab, index), text: named }
}

function withLearner(text: string, learner: string): string {
  const attempt = JSON.parse(text.replace(/^\ufeff/, ''))
  return `${printableJson({ ...attempt, learner }, 2)}\n`
}

interface Performing {
  /** The archive, as messages name it. */
  readonly file: string
  readonly machine: MachineOptions & ObserveOptions
  readonly heard: Emit
}

/** Performs the attempts as `unboxed replay` will perform those in the archive. Resolves to the exit code, also where nothing can be performed. */
async function perform(
  attempts: readonly Archived[],
  { file, machine, heard }: Performing,
  world: World,
): Promise<number> {
  const learner = basename(file).replace(/\.(tar\.gz|tgz)$/, '')
  const files = attempts.map(({ name, text }) => ({ text, learner, file: `${file}/${name}` }))
  const found = { places: [file], files, refused: [], others: 0 }
  const options = { ...machine, reporter: 'pretty', seed: 'replay', labFrom: 'course' } as const
  return replayFound(found, options, world, heard).catch(error => tellError(error, world))
}

type Points = NonNullable<ManifestAttempt['points']>

/** Adds up the points of each lab from the events of a run. */
function scoring(): { readonly event: Emit; of(lab: string): Points | undefined } {
  const results = gatherResults()
  const scores = new Map<string, Points>()
  return {
    event: event => {
      const result = results.add(event)
      if (event.type !== 'attempt-end' || !result) return
      const { earned, possible, undecided } = scoreOf(result.verdicts)
      scores.set(result.attempt.lab, { earned, possible, undecided })
    },
    of: lab => scores.get(lab),
  }
}

/** `2 attempts, 11 of 12 points as judged here`. */
function contentWords(attempts: readonly ManifestAttempt[]): string {
  const judged = attempts.flatMap(({ points }) => points ?? [])
  const sum = (of: (points: Points) => number) => judged.reduce((all, points) => all + of(points), 0)
  const points = `${sum(({ earned }) => earned)} of ${sum(({ possible }) => possible)} points as judged here`
  const open = attempts.length - judged.length
  return [
    count(attempts.length, 'attempt'),
    ...(judged.length > 0 ? [points] : []),
    ...(open > 0 ? [`${open} not judged here`] : []),
  ].join(', ')
}
