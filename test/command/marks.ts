import { labDigest } from '../../src/attempt/attempt.ts'
import type { Evidence } from '../../src/evidence/evidence.ts'
import type { Check, Lab, Step } from '../../src/lab/lab.ts'
import { vmGround } from '../../src/plan/ground.ts'
import { checksOfGrowth } from '../../src/plan/growth.ts'
import { type CellResult, linesFor } from '../../src/prove/cell.ts'
import { mutantsOf } from '../../src/prove/mutate.ts'
import { wrongLab } from '../../src/prove/wrong-case.ts'
import { namesIn } from '../../src/resolve/assignment.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { definitionOf } from '../../src/subject/subject.ts'
import { withPids } from '../../src/submission/pid-name.ts'
import { referenceSubmission } from '../../src/submission/reference.ts'
import type { Submission } from '../../src/submission/submission.ts'
import { encodeAttemptFile } from '../../src/submission/write-attempt-file.ts'
import { writeScript } from '../../src/submission/write-script.ts'
import type { Outcome } from '../../src/verdict/verdict.ts'

/** Something that is handed in, and the lab that shows its right mark when it is run. */
export interface Marked {
  /** Unique among those of a lab and seed. */
  readonly name: string
  /** The lab that it is judged by. */
  readonly lab: Lab
  /** The same checks over other commands. */
  readonly performed: Lab
  readonly submission: Submission
}

/** What can be handed in for a lab: its own lines, and those of its wrong solutions and mutants as far as they differ. */
export function markedOf(lab: Lab): Marked[] {
  const others = [
    ...(lab.wrong ?? []).map((wrong, index) => ({
      name: `wrong-${index + 1}`,
      performed: wrongLab(lab, wrong),
    })),
    ...mutantsOf(lab).map(mutant => ({ name: mutant.id.replace('/', '-'), performed: mutant.lab })),
  ]
  const all = [{ name: 'reference', performed: lab }, ...others].map(each => ({
    ...each,
    lab,
    submission: {
      ...linesFor(lab, each.performed, referenceSubmission(each.performed, vmGround)),
      lab: lab.id,
      seed: lab.seed,
    },
  }))
  const known = new Set<string>()
  return all.filter(({ submission }) => {
    const lines = JSON.stringify(submission.steps.map(({ lines }) => lines))
    return !known.has(lines) && known.add(lines)
  })
}

/** It as a script. */
export const scriptOf = ({ submission }: Marked, learner: string): string =>
  writeScript({ ...submission, learner })

/** It as the file that an exercise writes. */
export function attemptFileOf({ lab, submission }: Marked, learner: string): string {
  const pids = new Map(
    lab.steps.flatMap(({ as }, index) => (as === undefined ? [] : [[as, 4_000_000 + index]])),
  )
  const commands = submission.steps.flatMap(({ id, lines }) =>
    lines.map(({ text, terminal = 1 }) => ({ step: id, line: withPids(text, pids), terminal, output: '' })),
  )
  return encodeAttemptFile({
    lab,
    digest: labDigest(lab, nodeRuntime.digest),
    learner,
    startedAt: '2026-01-31T12:00:00.000Z',
    began: 0,
    record: { commands: commands.map((command, index) => ({ ...command, startedAt: index * 1000 })) },
    names: [...pids].map(([name, pid]) => ({ name, pid, from: 0 })),
    done: [],
    seen: {},
  })
}

/** The outcome of each check, by its ID. */
export type Mark = Readonly<Record<string, Outcome>>

/**
 * How a mark differs from the right one, which is what a run of the same commands shows. By hand it must differ where nobody says which
 * process or which command is meant:
 * - A check of a name, of a command or of what has grown meanwhile may pass for another process or command than those of the run, but
 *   with all such checks of a step no fewer points are earned.
 * - Where the shell of a step has ended, the run cannot type into it, and by hand the shell outside reads the lines.
 * - From a step on that starts another shell than the lab, or that types elsewhere, the lines are read by other shells than in the run.
 * - Where the run broke off, because an operation of it failed, a shell goes on; it only cannot have passed.
 */
export function differencesOf(
  { lab, performed }: Pick<Marked, 'lab' | 'performed'>,
  run: CellResult,
  mark: Mark,
  gone: ReadonlySet<string> = new Set(),
): string[] {
  const lost = indexOf(lab, ({ id }) => gone.has(id))
  const typed = new Set(lab.steps.map(step => step.in.shell))
  const elsewhere = indexOf(lab, step => {
    const other = performed.steps.find(({ id }) => id === step.id)
    return (
      step.in.shell !== other?.in.shell ||
      (typed.has(step.as) && step.as !== undefined && step.run !== other?.run)
    )
  })
  const right = (id: string) => run.verdicts[id]?.outcome
  const isPassed = checksIn(lab).every(({ id }) => right(id) === 'pass') && !run.ended
  const hasPassed = checksIn(lab).every(({ id }) => mark[id] === 'pass')
  return [
    ...(isPassed === hasPassed
      ? []
      : [`${isPassed ? 'passes' : 'does not pass'}, and by hand it ${hasPassed ? 'does' : 'does not'}`]),
    ...checksIn(lab).flatMap(({ id }) =>
      judged.has(mark[id]) ? [] : [`${id} is ${mark[id] ?? 'missing'} by hand`],
    ),
    ...lab.steps
      .slice(0, elsewhere)
      .flatMap((step, index) => [
        ...(index >= lost ? [] : fixedDifferences(step, right, mark)),
        ...freeDifferences(step, right, mark),
      ]),
  ]
}

/** Where the first step is of which this holds; behind the last one if there is none. */
function indexOf({ steps }: Lab, holds: (step: Step) => boolean): number {
  const index = steps.findIndex(holds)
  return index < 0 ? steps.length : index
}

/** The steps of a run whose shell had ended before. */
export function withoutShell(lab: Lab, { steps }: Pick<Evidence, 'steps'>): Set<string> {
  const shells = new Map(lab.steps.map(({ id, in: { shell = '' } }) => [id, shell]))
  const lost = steps.filter(({ id }, index) => steps[index - 1]?.exits[shells.get(id) ?? ''] !== undefined)
  return new Set(lost.map(({ id }) => id))
}

/** Whether a mark has the same outcome as the run for every check that the run has judged. */
export const isEqual = ({ lab }: Pick<Marked, 'lab'>, run: CellResult, mark: Mark): boolean =>
  checksIn(lab).every(({ id }) => isSame(run.verdicts[id]?.outcome, mark[id]))

const checksIn = ({ steps }: Lab): readonly Check[] => steps.flatMap(({ expect }) => expect)

const judged: ReadonlySet<Outcome | undefined> = new Set(['pass', 'fail', 'skipped'] as const)

/** A check that is skipped because of another one has not passed, like one that failed. */
const isSame = (right: Outcome | undefined, found: Outcome | undefined) =>
  !judged.has(right) || (right === 'pass') === (found === 'pass')

type Right = (id: string) => Outcome | undefined

function fixedDifferences(step: Step, right: Right, mark: Mark): string[] {
  return step.expect
    .filter(check => !isFree(check, step) && !isSame(right(check.id), mark[check.id]))
    .map(({ id }) => `${id} is ${right(id)}, and ${mark[id]} by hand`)
}

function freeDifferences(step: Step, right: Right, mark: Mark): string[] {
  const free = step.expect.filter(check => isFree(check, step))
  const earned = (outcome: Right) =>
    free.filter(({ id }) => outcome(id) === 'pass').reduce((sum, { points }) => sum + points, 0)
  const [least, found] = [earned(right), earned(id => mark[id])]
  return found < least ? [`${step.id} earns ${found} of ${least} points of names and commands by hand`] : []
}

/** Whether it depends on which process or which command is taken for what the step asks. */
const isFree = (check: Check, step: Step): boolean =>
  namesIn(check).length > 0 ||
  definitionOf(check.subject).record !== undefined ||
  checksOfGrowth(step).some(({ id }) => id === check.id)
