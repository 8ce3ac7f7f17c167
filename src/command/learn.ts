import type { LabProgress } from '../learn/progress.ts'
import { defaultMachine } from '../machine/choice.ts'
import type { MachineKind } from '../machine/kind.ts'
import { openedAhead } from '../machine/open-ahead.ts'
import { machines } from '../machine/registry.ts'
import { exitCodes } from '../report/exit-code.ts'
import type { LearnOptions } from './attempt-lesson.ts'
import { findLessons } from './lessons.ts'
import { openMachine } from './open-machine.ts'
import { openShells } from './open-shells.ts'
import { learnUsage } from './problem.ts'
import { progressLine } from './progress-line.ts'
import { openProgress } from './progress-store.ts'
import type { World } from './world.ts'

/** Lets somebody do a lab at this terminal, and the labs after it, until they leave. */
export async function learn(name: string | undefined, options: LearnOptions, world: World): Promise<number> {
  const { stdin, stdout, signal } = world
  if (!stdin.isTTY || !stdout.isTTY) throw learnUsage('no-terminal', undefined)
  const open = async () => openedAhead(await openMachine(options, world, progressLine(world)))
  const kind: MachineKind = machines[options.machine ?? defaultMachine()]
  // The machine starts while the course is read and the rest of this program is loaded.
  let machine = (await kind.isAtHand?.(world)) ? await open() : undefined
  try {
    const store = await openProgress(world)
    const lessons = await findLessons(name, store, world)
    if ('problems' in lessons) {
      const { tellLabProblems } = await import('./read-labs.ts')
      tellLabProblems(lessons.problems, world)
      return exitCodes.usage
    }
    let id = lessons.first
    if (id === undefined) {
      stdout.write('Every lab of the course is done. To do one again, name it: unboxed learn LAB\n')
      return exitCodes.passed
    }
    const other = (await openShells(world).catch(() => [])).find(({ lab }) => lab === id)
    if (other) throw learnUsage('lab-is-open', { id, pid: other.pid })
    machine ??= await open()
    const { attemptLesson } = await import('./attempt-lesson.ts')
    let isFresh = false
    for (let fromStart = options.fromStart ?? false; ; fromStart = false) {
      const leaving = await attemptLesson({ id, lessons, fromStart, isFresh, machine, store, options }, world)
      if (!leaving) return exitCodes.usage
      if (signal.aborted) return exitCodes.interrupted
      if (leaving.to === 'end') return leaving.code
      isFresh = leaving.to === 'fresh'
      if (leaving.to === 'quit') {
        const progress = store.of(id)
        const trouble = progress && (await store.save(progress))
        stdout.write(`\n${whatIsKept(progress, id, trouble)}\n`)
        return exitCodes.passed
      }
      if (leaving.to === 'lab') id = leaving.lab
      stdout.write('\n')
    }
  } finally {
    await machine?.close()
  }
}

/** What is said to somebody who leaves; `trouble` is why nothing was kept. */
function whatIsKept(progress: LabProgress | undefined, id: string, trouble: string | undefined): string {
  const done = Object.values(progress?.steps ?? {}).filter(({ doneAt }) => doneAt !== undefined).length
  const steps = `${done} ${done === 1 ? 'step is' : 'steps are'} done`
  if (trouble !== undefined) return `${id}: ${steps}, and nothing is kept: ${trouble}`
  if (progress?.doneAt !== undefined) return `${id} is done. The next lab: unboxed learn`
  return `${id}: ${steps}, and kept. To go on: unboxed learn ${id}`
}
