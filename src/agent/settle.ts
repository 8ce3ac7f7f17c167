import { basename } from 'node:path'
import type { Agent } from './agent.ts'
import { CallFailure } from './call-error.ts'
import { childrenOf, processRow, readIfThere } from './process-table.ts'
import type { Calls } from './protocol.ts'
import { poll } from './wait.ts'

type Settled = Calls['settle']['answer']

/** Where a chain of wrappers leads to now: an end, or why it has none yet. */
type Descent = Settled | { waiting: string }

/** Finds the process that wrappers such as sudo and unshare have started for somebody, waiting until it is there. */
export async function settle(_agent: Agent, ask: Calls['settle']['ask']): Promise<Settled> {
  const first = processRow(ask.pid)
  let last = ''
  const found = await poll(ask.timeout, () => {
    const now = processRow(ask.pid)
    if (!first || !now || now.start !== first.start || now.state === 'Z') throw ended(ask.pid)
    const descent = descend(ask.pid, [...ask.through, 'unboxed-enter'])
    if (!('waiting' in descent)) return descent
    last = descent.waiting
    return undefined
  })
  if (found) return found
  throw new CallFailure({ errno: 'ETIMEDOUT', message: `after ${ask.timeout} ms ${last}` })
}

function ended(pid: number): CallFailure {
  return new CallFailure({
    errno: 'ESRCH',
    message: `process ${pid} ended before what it was to start was there`,
  })
}

function descend(first: number, through: readonly string[]): Descent {
  const chain = [first]
  for (let pid = first; ; ) {
    const argv = argvOf(pid)
    const program = basename(argv[0] ?? '')
    if (program === '') return { waiting: `process ${pid} could not be seen` }
    if (!through.includes(program)) return { pid, chain }
    const child = childrenOf(pid).find(child => isAskedFor(argvOf(child), argv))
    if (child === undefined)
      return { waiting: `${program} (pid ${pid}) had not started what it was asked to` }
    chain.push(child)
    pid = child
  }
}

/**
 * A wrapper has its command at the end of its own words. It may have other children: sudo, for one, starts helpers of PAM; and
 * a child that has not become its program yet still has all of the wrapper's words.
 */
function isAskedFor(child: readonly string[], wrapper: readonly string[]): boolean {
  if (child.length === 0 || child.length >= wrapper.length) return false
  const end = wrapper.slice(-child.length)
  return child.every((word, index) => word === end[index])
}

/** What it was called as: its program file would be `dash` or `busybox` where a person wrote `sh`. */
function argvOf(pid: number): string[] {
  return readIfThere(`/proc/${pid}/cmdline`)?.split('\0').slice(0, -1) ?? []
}
