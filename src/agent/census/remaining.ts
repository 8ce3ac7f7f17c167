import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Leftover } from '../../protocol/message.ts'
import type { Agent } from '../agent.ts'
import { errnoOf } from '../call-error.ts'
import { bootId } from '../intent-log.ts'
import type { Change } from './change.ts'
import { type Difference, wordsOf } from './difference.ts'
import { kinds } from './kind.ts'
import { type Place, sectionsOf, survey } from './survey.ts'

/** A change by a lab that could not be reverted, as recorded in the state folder until it no longer differs. */
interface Kept {
  readonly section: string
  readonly change: Change
}

const keptOf = ({ kind, change }: Difference): Kept => ({ section: kind.section, change })

const fileIn = (state: string) => `${state}/remaining.json`

/** Records what could not be reverted, for later agents. */
export function remember(agent: Agent, remaining: readonly Difference[]): void {
  if (agent.exclusive) return
  // Mounts are in the agent's own namespace and end with it.
  const lasting = remaining.filter(({ kind }) => kind.section !== 'mount')
  agent.remaining = [...agent.remaining, ...lasting]
  write(agent.state, agent.remaining.map(keptOf))
}

/** Changes by earlier labs that still differ. */
export async function recall(place: Place, state: string): Promise<Difference[]> {
  const kept = read(state)
  if (kept.length === 0) return []
  const sections = sectionsOf(await survey(place))
  const isStill = ({ section, change }: Kept): Difference[] => {
    const kind = kinds.find(each => each.section === section)
    const listed = sections.get(section)
    if (!kind) return []
    if (!listed) return [{ kind, change }] // could not be listed
    return kind.read(listed).get(change.id) === change.now ? [{ kind, change }] : []
  }
  const still = kept.flatMap(isStill)
  write(state, still.map(keptOf))
  return still
}

export const remainingWords = (agent: Agent): Leftover[] => wordsOf(agent.remaining)

function read(state: string): readonly Kept[] {
  try {
    const { boot, kept } = JSON.parse(readFileSync(fileIn(state), 'utf8'))
    return boot === bootId() ? kept : []
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || error instanceof SyntaxError) return []
    throw error
  }
}

function write(state: string, kept: readonly Kept[]): void {
  if (kept.length === 0) {
    rmSync(fileIn(state), { force: true })
    return
  }
  mkdirSync(state, { recursive: true, mode: 0o700 })
  writeFileSync(fileIn(state), JSON.stringify({ boot: bootId(), kept }), { mode: 0o600 })
}
