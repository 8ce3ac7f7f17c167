import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { Leftover } from '../protocol/message.ts'
import { errnoOf } from './call-error.ts'
import { type Difference, wordsOf } from './census/difference.ts'
import { placeOf } from './census/place.ts'
import { restore } from './census/restore.ts'
import { sectionsOf } from './census/survey.ts'
import { bootId, type Intent, type Owner } from './intent-log.ts'
import { processRow } from './process-table.ts'
import type { Starter } from './starter.ts'
import { undo } from './undo.ts'

/** What killed agents left behind. */
export interface Swept {
  readonly removed: Leftover[]
  /** What could not be reverted. */
  readonly remaining: Difference[]
}

/** Reverts what the logs of killed agents describe. Logs of running agents are left alone. */
export async function sweep(open: () => Starter, directory: string, timeout = 5000): Promise<Swept> {
  const swept: Swept = { removed: [], remaining: [] }
  for (const name of logsIn(directory)) {
    const path = `${directory}/${name}`
    const { owner, intents } = readLog(path)
    if (owner && isAlive(owner)) continue
    // After a reboot nothing of it exists any more.
    if (owner?.boot === bootId()) await finish(open, directory, intents, timeout, swept)
    const stem = name.replace(/\.jsonl$/, '')
    for (const file of readdirSync(directory)) {
      if (file.startsWith(`${stem}.`)) rmSync(`${directory}/${file}`, { recursive: true, force: true })
    }
  }
  return swept
}

async function finish(
  open: () => Starter,
  state: string,
  intents: Intent[],
  timeout: number,
  { removed, remaining }: Swept,
): Promise<void> {
  removed.push(...(await withStarter(open, starter => undo(starter, intents, timeout))))
  const mark = intents.findLast(intent => intent.did === 'mark')
  if (!mark || !existsSync(mark.survey)) return
  // Mounts were in the agent's own namespace and ended with it.
  const before = new Map([...sectionsOf(readFileSync(mark.survey))].filter(([name]) => name !== 'mount'))
  const found = await withStarter(open, starter =>
    restore(placeOf({ starter, exclusive: false, state }), before, mark.survey),
  )
  removed.push(...wordsOf(found.restored))
  remaining.push(...found.remaining)
}

async function withStarter<T>(open: () => Starter, work: (starter: Starter) => Promise<T>): Promise<T> {
  const starter = open()
  try {
    return await work(starter)
  } finally {
    starter.close()
  }
}

function logsIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter(name => /^agent-\d+-\d+\.jsonl$/.test(name))
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
}

/** The last line may be truncated; the operation it describes was then not begun. */
function readLog(path: string): { owner: Owner | undefined; intents: Intent[] } {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  const [owner, ...intents] = lines.map(line => JSON.parse(line))
  return { owner, intents }
}

function isAlive({ pid, start, boot }: Owner): boolean {
  const row = processRow(pid)
  return boot === bootId() && row !== undefined && row.state !== 'Z' && row.start === start
}
