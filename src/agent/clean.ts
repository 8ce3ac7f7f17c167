import type { Calls, Leftover } from '../protocol/message.ts'
import type { Agent, Mark } from './agent.ts'
import { wordsOf } from './census/difference.ts'
import { identity, type LabProcess, labProcesses } from './census/lab-process.ts'
import { placeOf } from './census/place.ts'
import { remember } from './census/remaining.ts'
import { restore } from './census/restore.ts'
import { labCgroups } from './census.ts'
import { kill, killCgroup } from './kill-cgroup.ts'
import { bytesOf, readable } from './path-bytes.ts'
import { removeCgroup } from './remove-cgroup.ts'
import { undo } from './undo.ts'
import { poll, turns } from './wait.ts'

type Cleaned = Calls['clean']['answer']

/** Reverts the machine to the mark, and undoes what the runner asked for. */
export async function clean(agent: Agent, { timeout }: Calls['clean']['ask']): Promise<Cleaned> {
  const deadline = performance.now() + timeout
  const left = () => Math.max(0, deadline - performance.now())
  const { mark } = agent
  const ended = mark ? await endProcesses(agent, mark, left) : nothing
  const groups = mark ? await removeCgroups(agent, mark, left) : nothing
  await undo(agent.starter, agent.log.intents.filter(isLabs), timeout).catch(error => {
    // Reported already, as what remains.
    if (ended.remaining.length + groups.remaining.length === 0) throw error
  })
  const { restored, remaining } = mark
    ? await restore(placeOf(agent), mark.survey, mark.file)
    : { restored: [], remaining: [] }
  remember(agent, remaining)
  agent.log.forget()
  agent.named.clear()
  agent.mark = undefined
  return {
    removed: [...ended.removed, ...groups.removed, ...wordsOf(restored)],
    remaining: [...ended.remaining, ...groups.remaining, ...wordsOf(remaining)],
  }
}

const nothing: Cleaned = { removed: [], remaining: [] }

/** The agent's own cgroup is not part of the lab. */
const isLabs = ({ did }: { did: string }) => did !== 'claim'

/** Processes go first, since they hold the other resources and may create more. */
async function endProcesses(agent: Agent, mark: Mark, left: () => number): Promise<Cleaned> {
  const found = new Map<string, LabProcess>()
  const find = () => {
    const alive = labProcesses(agent, mark.processes)
    for (const row of alive) found.set(identity(row), found.get(identity(row)) ?? row)
    return alive
  }
  if (find().length === 0) return nothing
  const groups = topmost((await labCgroups(agent)).filter(path => !mark.cgroups.has(path)))
  const kills: Promise<void>[] = []
  const rest = turns()
  for (const path of groups) {
    kills.push(attempt(killCgroup(bytesOf(path), left())))
    await rest()
  }
  await Promise.all(kills)
  const ended = await poll(left(), () => {
    const alive = find()
    for (const { pid } of alive) kill(pid)
    return alive.length === 0 ? true : undefined
  })
  const remaining = ended ? [] : find()
  const immortal = new Set(remaining.map(identity))
  const removed = [...found.values()].filter(row => !row.expected && !immortal.has(identity(row)))
  return { removed: removed.map(processWords), remaining: remaining.map(processWords) }
}

const processWords = ({ name, pid }: LabProcess): Leftover => ({
  kind: 'process',
  what: `${name} (pid ${pid})`,
})

async function removeCgroups(agent: Agent, mark: Mark, left: () => number): Promise<Cleaned> {
  const extra = async () => (await labCgroups(agent)).filter(path => !mark.cgroups.has(path))
  const found = await extra()
  if (found.length === 0) return nothing
  const rest = turns()
  for (const path of topmost(found)) {
    await attempt(removeCgroup(bytesOf(path), left()))
    await rest()
  }
  const remaining = await extra()
  const remains = new Set(remaining)
  const planned = new Set(
    agent.log.intents.flatMap(intent => (intent.did === 'directory' ? [intent.path] : [])),
  )
  const isPlanned = (path: string) => planned.has(bytesOf(path).toString('utf8'))
  const removed = found.filter(path => !remains.has(path) && !isPlanned(path))
  return { removed: groupWords(removed), remaining: groupWords(remaining) }
}

/** Names each cgroup by its path; of a large tree only its top, and of many trees only the first. */
function groupWords(paths: readonly string[]): Leftover[] {
  const trees = treesOf(paths)
  const told = trees.flatMap(tree => {
    const top = readable(tree[0] ?? '')
    return tree.length > mostTold
      ? [{ what: `${top} and ${tree.length - 1} below it`, count: tree.length }]
      : tree.map(path => ({ what: readable(path), count: 1 }))
  })
  const others = told.slice(mostListed).reduce((sum, { count }) => sum + count, 0)
  const words = told.slice(0, mostListed).map(({ what }) => what)
  if (others > 0) words.push(`${others} other cgroups`)
  return words.map(what => ({ kind: 'cgroup' as const, what }))
}

const mostTold = 10
const mostListed = 50

/** Anything that fails here still exists afterwards, and is reported then. */
async function attempt(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined)
}

/** The topmost of paths that are in the order of a walk. */
const topmost = (paths: readonly string[]): string[] => treesOf(paths).flatMap(([top]) => top ?? [])

/** Groups paths that are in the order of a walk by their topmost: each tree begins with its own. */
function treesOf(paths: readonly string[]): string[][] {
  const trees: string[][] = []
  for (const path of paths) {
    const tree = trees.at(-1)
    if (tree && path.startsWith(`${tree[0]}/`)) tree.push(path)
    else trees.push([path])
  }
  return trees
}
