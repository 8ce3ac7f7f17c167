import type { Calls, Census, Leftover } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { whatIsThere } from './census.ts'
import { type Difference, difference, leftovers } from './difference.ts'
import { kill, killCgroup } from './kill-cgroup.ts'
import { mountPoint } from './mount-table.ts'
import { removeCgroup } from './remove-cgroup.ts'
import { run } from './run-command.ts'
import { undo } from './undo.ts'
import { poll } from './wait.ts'

/** Brings the machine back to `before`. */
export async function clean(
  agent: Agent,
  { before, timeout }: Calls['clean']['ask'],
): Promise<Calls['clean']['answer']> {
  const deadline = performance.now() + timeout
  const answer = await removeExtra(agent, before, () => Math.max(0, deadline - performance.now()))
  await undo(agent.starter, agent.log.intents.filter(isLabs), timeout)
  agent.log.forget()
  agent.before = undefined
  return answer
}

/** The agent's own place is not the lab's to undo. */
const isLabs = ({ did }: { did: string }) => did !== 'claim'

/** Processes first, for they hold the rest and may make more of it until they are gone. */
async function removeExtra(
  agent: Agent,
  before: Census,
  left: () => number,
): Promise<Calls['clean']['answer']> {
  const found = new Map<string, Leftover>()
  const extra = () => {
    const now = difference(agent, before, whatIsThere(agent))
    for (const leftover of leftovers(now)) found.set(leftover.what, leftover)
    return now
  }
  const first = extra()
  if (found.size === 0) return { removed: [], remaining: [] }

  await Promise.all(topmost(first.cgroups).map(path => attempt(killCgroup(path, left()))))
  await poll(left(), () => killAll(extra()))
  await unmount(agent, extra)
  for (const link of extra().links)
    await attempt(run(agent.starter, { argv: ['ip', 'link', 'delete', link] }))
  for (const path of topmost(extra().cgroups)) await attempt(removeCgroup(path, left()))
  const remaining = leftovers(extra())
  for (const { what } of remaining) found.delete(what)
  return { removed: [...found.values()], remaining }
}

/** Whatever fails here is still there afterwards, and is told as such. */
async function attempt(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined)
}

function killAll({ processes }: Difference): true | undefined {
  for (const { pid } of processes) kill(pid)
  return processes.length === 0 ? true : undefined
}

/** The latest mount first; what is still busy then is at least taken out of sight. */
async function unmount({ starter }: Agent, extra: () => Difference): Promise<void> {
  for (const how of [[], [], ['--lazy']]) {
    const points = extra().mounts.map(mountPoint).reverse()
    if (points.length === 0) return
    await attempt(run(starter, { argv: ['umount', ...how, '--', ...points], amongLabs: true }))
  }
}

function topmost(paths: readonly string[]): string[] {
  return paths.filter(path => !paths.some(other => path.startsWith(`${other}/`)))
}
