import { resolve } from 'node:path'
import type { RunEvent } from '../attempt/event.ts'
import { rejudge } from '../attempt/rejudge.ts'
import type { Problem } from '../problem.ts'
import { tallyOf } from '../report/view/tally.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { evidenceProblem, type RefusedFile } from './evidence-problem.ts'
import { openEvidence } from './open-evidence.ts'
import type { ReportingOptions } from './reporting.ts'
import { drained, openReporter } from './reporting.ts'
import { problemEvent, tellError } from './tell.ts'
import type { World } from './world.ts'

/** Judges every file of evidence that can be judged, and lists the others. */
export async function judge(folder: string, options: ReportingOptions, world: World): Promise<number> {
  const reporter = await openReporter(options, world)
  const tally = tallyOf()
  const emit = (event: RunEvent) => {
    tally.event(event)
    reporter.event(event)
  }
  try {
    const { summary, attempts, ...found } = await openEvidence(resolve(world.cwd, folder))
    const refused: RefusedFile[] = []
    const refuse = (file: RefusedFile) => {
      refused.push(file)
      emit(problemEvent(evidenceProblem('evidence-unreadable', file), world))
    }
    for (const file of found.refused) refuse(file)
    const readable = Object.values(summary.attempts).reduce((sum, number) => sum + number, 0)
    if (readable > 0) await rejudge(summary, paced(attempts(refuse), world), nodeRuntime, emit)
    const judged = readable + found.refused.length - refused.length
    if (refused.length > 0) tellError(refusal(refused, judged), world)
  } catch (error) {
    emit(problemEvent(error, world))
    throw error
  } finally {
    reporter.end()
  }
  return tally.exitCode()
}

function refusal(refused: readonly RefusedFile[], judged: number): Problem {
  const [only, ...others] = refused as readonly [RefusedFile, ...RefusedFile[]]
  return others.length + judged > 0
    ? evidenceProblem('evidence-refused', { refused, judged })
    : evidenceProblem('evidence-unreadable', only)
}

/** Reads the next file only when the output of the last one has been taken. */
async function* paced<T>(items: AsyncIterable<T>, world: World): AsyncGenerator<T> {
  for await (const item of items) {
    yield item
    await drained(world)
  }
}
