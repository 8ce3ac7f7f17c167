import { writeFileSync } from 'node:fs'
import type { Agent } from '../agent.ts'
import { labCgroups } from '../census.ts'
import { processes } from '../process-table.ts'
import { identity } from './lab-process.ts'
import { placeOf } from './place.ts'
import { sectionsOf, survey } from './survey.ts'
import { mustBeWhole } from './whole.ts'

/**
 * Records the state of the machine. Only the first call since the last `clean` counts: a machine that is restored from a template was
 * recorded when the template was made, so no lab waits for it.
 */
export async function mark(agent: Agent): Promise<null> {
  if (agent.mark) return null
  const text = await survey(placeOf(agent))
  mustBeWhole(sectionsOf(text))
  const file = agent.log.survey
  agent.log.add({ did: 'mark', survey: file })
  writeFileSync(file, text, { mode: 0o600 })
  agent.mark = {
    processes: new Set(processes().map(identity)),
    cgroups: new Set(await labCgroups(agent)),
    survey: sectionsOf(text),
    file,
  }
  return null
}
