import { resolve } from 'node:path'
import type { RunEvent } from '../attempt/event.ts'
import { replay } from '../attempt/rejudge.ts'
import { exitCodeOfRun } from '../report/exit-code.ts'
import { keptEvidence } from './evidence-store.ts'
import type { ReportingOptions } from './reporting.ts'
import { openReporter } from './reporting.ts'
import type { World } from './world.ts'

export async function judge(folder: string, options: ReportingOptions, world: World): Promise<number> {
  const kept = await keptEvidence(resolve(world.cwd, folder))
  const reporter = openReporter(options, world)
  const events: RunEvent[] = []
  replay(kept, event => {
    events.push(event)
    reporter.event(event)
  })
  await reporter.end()
  return exitCodeOfRun(events)
}
