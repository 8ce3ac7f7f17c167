import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import type { Words } from '../linux/shell-script.ts'
import { isLike, isShell, type Lead, leadOf } from '../linux/wrapper.ts'
import { type Calls, mostText, type Settled } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { CallFailure } from './call-error.ts'
import { childrenOf, linkIfThere, processRow, readIfThere, unlessGone } from './process-table.ts'
import { poll } from './wait.ts'

/** Where a chain of wrappers leads now: to a program, or the reason why not yet. */
type Descent = Settled | { readonly waiting: string }

/** Finds the program that wrappers such as sudo and unshare start, and waits until it runs. */
export async function settle(agent: Agent, ask: Calls['settle']['ask']): Promise<Settled> {
  const first = processRow(ask.pid)
  const argv = [...agent.started.values()].find(({ running }) => running.pid === ask.pid)?.argv ?? []
  let last = ''
  const found = await poll(ask.timeout, () => {
    const now = processRow(ask.pid)
    if (!first || !now || now.start !== first.start || now.state === 'Z') throw ended(ask.pid)
    const descent = descend(ask.pid, argv)
    if (!('waiting' in descent)) return descent
    last = descent.waiting
    return undefined
  })
  if (found) return found
  throw new CallFailure({
    errno: 'ETIMEDOUT',
    message: ask.timeout > 0 ? `after ${ask.timeout} ms ${last}` : last,
  })
}

function ended(pid: number): CallFailure {
  return new CallFailure({
    errno: 'ESRCH',
    message: `process ${pid} ended before its program had started`,
  })
}

/** Decides by the words that each process has now, since a process may have executed another program. */
function descend(first: number, started: readonly string[]): Descent {
  const chain: number[] = []
  // The words of an implicit shell. It may have executed a shell that is part of the line.
  let own: Words | undefined = started
  let guessed = false
  // A child is judged by the words it was chosen by: it may execute another program at any moment.
  for (let pid = first, argv = argvOf(first); ; ) {
    chain.push(pid)
    const found = (): Settled => ({ pid, chain, words: cut(argv), ...(guessed && { guessed }) })
    const program = argv[0] === undefined ? '' : basename(argv[0])
    // A zombie has no words any more. If it was found before, it is the named process and has ended.
    if (argv.length === 0) return isKnown(pid) ? found() : { waiting: `process ${pid} could not be read` }
    const lead: Lead = program === enter ? entering : leadOf(argv, own !== undefined && isLike(argv, own))
    if (lead.to === 'itself' || lead.to === 'nobody') return found()
    if (lead.to === 'successor')
      return { waiting: `${program} (pid ${pid}) had not become ${wordsText(lead.words)}` }
    const child = childOf(pid, argv, lead.words)
    if ('waiting' in child) return { waiting: `${program} (pid ${pid}) ${child.waiting}` }
    if (lead.to === 'shell' && leadOf(child.argv).to === 'itself') return found()
    guessed ||= child.guessed === true
    if (lead.to === 'child' && lead.own) own = lead === entering ? started : lead.words
    else if (!child.copy) own = undefined
    ;({ pid, argv } = child)
  }
}

/** The name of a process before execve(2), and of one that stays as a parent; see starter-script.ts. */
const enter = 'unboxed-enter'
const entering: Lead = { to: 'child', words: [null], own: true }

/** A `copy` has its parent's words; a `guessed` child has words that the parent's do not predict. */
interface Child {
  readonly pid: number
  /** The words it was chosen by; during execve(2) it has none. */
  readonly argv: string[]
  readonly copy?: true
  readonly guessed?: true
}

function childOf(pid: number, argv: readonly string[], words: Words): Child | { readonly waiting: string } {
  const all = childrenOf(pid)
  const children = all
    .map(child => ({ pid: child, argv: argvOf(child) }))
    .filter(child => child.argv.length > 0 && !(isShell(argv[0]) && isRead(child.pid, pid)))
  const others = children.filter(child => !isCopy(child.argv, argv))
  const asked = others.find(child => isStage(child.argv, words)) ?? others.find(child => isKnown(child.pid))
  if (asked) {
    know(asked.pid)
    return asked
  }
  const ended = all.find(child => isKnown(child) && processRow(child)?.state === 'Z')
  if (ended !== undefined) return { pid: ended, argv: [] }
  const [only, ...more] = children
  if (!only) return { waiting: `had not started ${wordsText(words)}` }
  // A copy of the wrapper is its child before execve(2) or, like sudo's monitor, the parent of the program.
  if (more.length === 0 && (argv[0] === enter || others.length === 0)) return { ...only, copy: true }
  if (more.length === 0 && isTrusted(only.pid)) return { ...only, guessed: true }
  const count = children.length === 1 ? 'a child that was not' : `${children.length} children, and none was`
  return { waiting: `had ${count} ${wordsText(words)}` }
}

const isCopy = (argv: readonly string[], of: readonly string[]) =>
  argv.length === of.length && argv.every((word, at) => word === of[at])

/** Whether the child has the expected words, or those of a later wrapper or program on the line. Unknown words identify nothing. */
function isStage(argv: readonly string[], words: Words): boolean {
  if (words.some(word => word !== null) && isLike(argv, words)) return true
  const lead = leadOf(words)
  return 'words' in lead && isStage(argv, lead.words)
}

/** Whether the parent reads the child's output: a shell that is still evaluating `$(…)`. */
function isRead(child: number, parent: number): boolean {
  const output = linkIfThere(`/proc/${child}/fd/1`)
  if (!output?.startsWith('pipe:')) return false
  return filesOf(parent).some(
    file => Number(file) > 2 && linkIfThere(`/proc/${parent}/fd/${file}`) === output,
  )
}

/** Enough for a lab. A forgotten process is only examined again. */
const mostSeen = 1000

/** Processes that once had the expected words, by PID and start time: they may have executed another program since. */
const known = new Set<string>()

const isKnown = (pid: number) => known.has(nameOf(pid))

function know(pid: number): void {
  if (known.size >= mostSeen) known.clear()
  known.add(nameOf(pid))
}

const nameOf = (pid: number) => `${pid} ${processRow(pid)?.start}`

/** Milliseconds that an only child with unknown words must exist before it is accepted. */
const trust = 200

/** When a process was first seen as such a child, by PID and start time. */
const seen = new Map<string, number>()

function isTrusted(pid: number): boolean {
  const name = nameOf(pid)
  const since = seen.get(name)
  if (since !== undefined) return performance.now() - since >= trust
  if (seen.size >= mostSeen) seen.clear()
  seen.set(name, performance.now())
  return false
}

/** The words it was called with. Its executable would be `dash` or `busybox` where the line says `sh`. */
function argvOf(pid: number): string[] {
  return readIfThere(`/proc/${pid}/cmdline`)?.split('\0').slice(0, -1) ?? []
}

function filesOf(pid: number): string[] {
  return unlessGone(() => readdirSync(`/proc/${pid}/fd`)) ?? []
}

const wordsText = (words: Words) => cut(words.map(word => word ?? '…')).join(' ')

function cut(words: readonly string[]): string[] {
  const kept: string[] = []
  let room = mostText
  for (const word of words) {
    if (room <= 0) break
    kept.push(word.slice(0, room))
    room -= word.length + 1
  }
  return kept
}
