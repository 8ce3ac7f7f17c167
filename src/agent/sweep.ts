import { readdirSync, readFileSync, rmSync } from 'node:fs'
import type { Leftover } from '../protocol/message.ts'
import { errnoOf } from './call-error.ts'
import { bootId, type Intent, type Owner } from './intent-log.ts'
import { processRow } from './process-table.ts'
import type { Starter } from './starter.ts'
import { undo } from './undo.ts'

/** Finishes what agents that were killed could not: takes back what their logs tell. Logs of living agents are left alone. */
export async function sweep(open: () => Starter, directory: string, timeout = 5000): Promise<Leftover[]> {
  const removed: Leftover[] = []
  for (const name of logsIn(directory)) {
    const path = `${directory}/${name}`
    const { owner, intents } = readLog(path)
    if (owner && isAlive(owner)) continue
    // After a restart of the machine nothing of it is there any more.
    if (owner?.boot === bootId()) removed.push(...(await undone(open(), intents, timeout)))
    const stem = name.replace(/\.jsonl$/, '')
    for (const file of readdirSync(directory)) {
      if (file.startsWith(`${stem}.`)) rmSync(`${directory}/${file}`, { recursive: true, force: true })
    }
  }
  return removed
}

async function undone(starter: Starter, intents: Intent[], timeout: number): Promise<Leftover[]> {
  try {
    return await undo(starter, intents, timeout)
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

/** The last line may be cut off: then what it says was not begun. */
function readLog(path: string): { owner: Owner | undefined; intents: Intent[] } {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  const [owner, ...intents] = lines.map(line => JSON.parse(line))
  return { owner, intents }
}

function isAlive({ pid, start, boot }: Owner): boolean {
  const row = processRow(pid)
  return boot === bootId() && row !== undefined && row.state !== 'Z' && row.start === start
}
