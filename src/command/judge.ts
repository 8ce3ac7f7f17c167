import { resolve } from 'node:path'
import { rejudge } from '../attempt/rejudge.ts'
import { tallyOf } from '../report/view/tally.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { openEvidence } from './evidence-store.ts'
import type { ReportingOptions } from './reporting.ts'
import { drained, openReporter } from './reporting.ts'
import type { World } from './world.ts'

export async function judge(folder: string, options: ReportingOptions, world: World): Promise<number> {
  const { summary, attempts } = await openEvidence(resolve(world.cwd, folder))
  const reporter = await openReporter(options, world)
  const tally = tallyOf()
  try {
    await rejudge(summary, paced(attempts(), world), nodeRuntime, event => {
      tally.event(event)
      reporter.event(event)
    })
  } finally {
    reporter.end()
  }
  return tally.exitCode()
}

/** Reads no further than whoever takes the output keeps up with. */
async function* paced<T>(items: AsyncIterable<T>, world: World): AsyncGenerator<T> {
  for await (const item of items) {
    yield item
    await drained(world)
  }
}
