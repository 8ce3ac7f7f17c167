import { resolve } from 'node:path'
import { rejudge } from '../attempt/rejudge.ts'
import { tallyOf } from '../report/view/tally.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { openEvidence } from './evidence-store.ts'
import type { ReportingOptions } from './reporting.ts'
import { openReporter } from './reporting.ts'
import type { World } from './world.ts'

export async function judge(folder: string, options: ReportingOptions, world: World): Promise<number> {
  const { summary, attempts } = await openEvidence(resolve(world.cwd, folder))
  const reporter = await openReporter(options, world)
  const tally = tallyOf()
  await rejudge(summary, attempts(), nodeRuntime, event => {
    tally.event(event)
    reporter.event(event)
  })
  reporter.end()
  return tally.exitCode()
}
