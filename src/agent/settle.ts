import { basename } from 'node:path'
import type { Calls } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { CallFailure } from './call-error.ts'
import { childrenOf, processRow, readIfThere } from './process-table.ts'
import { poll } from './wait.ts'

type Settled = Calls['settle']['answer']

/** Where a chain of wrappers leads to now: an end, or why it has none yet. `perhaps` is a child that may be it. */
type Descent = Settled | { waiting: string; perhaps?: number }

/** Milliseconds after which an only child is taken for what was asked for though its words tell nothing. */
const trust = 200

/** Finds the process that wrappers such as sudo and unshare have started for somebody, waiting until it is there. */
export async function settle(_agent: Agent, ask: Calls['settle']['ask']): Promise<Settled> {
  const first = processRow(ask.pid)
  const through = [...ask.through, 'unboxed-enter']
  const seen = new Map<number, number>()
  const trusted = (pid: number) => performance.now() - (seen.get(pid) ?? Number.POSITIVE_INFINITY) >= trust
  let last = ''
  const found = await poll(ask.timeout, () => {
    const now = processRow(ask.pid)
    if (!first || !now || now.start !== first.start || now.state === 'Z') throw ended(ask.pid)
    const descent = descend(ask.pid, through, trusted)
    if (!('waiting' in descent)) return descent
    last = descent.waiting
    if (descent.perhaps !== undefined && !seen.has(descent.perhaps))
      seen.set(descent.perhaps, performance.now())
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

function descend(first: number, through: readonly string[], trusted: (pid: number) => boolean): Descent {
  const chain = [first]
  for (let pid = first; ; ) {
    const argv = argvOf(pid)
    const program = basename(argv[0] ?? '')
    if (program === '') return { waiting: `process ${pid} could not be seen` }
    if (!through.includes(program)) return { pid, chain }
    const children = childrenOf(pid)
    const only = children.length === 1 ? children[0] : undefined
    const child =
      children.find(child => isAskedFor(argvOf(child), argv)) ??
      (only !== undefined && trusted(only) ? only : undefined)
    if (child === undefined) {
      const waiting = `${program} (pid ${pid}) had ${children.length} children, and none was what it was asked to start`
      return { waiting, ...(only === undefined ? {} : { perhaps: only }) }
    }
    chain.push(child)
    pid = child
  }
}

/**
 * A wrapper has its command at the end of its own words, and may have other children: sudo, for one, starts helpers of PAM.
 * The last word is the same also in a child that has not become its program yet, in sudo's monitor, and with an interpreter.
 * It differs when the program has become another since (`sh -c 'exec sleep 9'`).
 */
function isAskedFor(child: readonly string[], wrapper: readonly string[]): boolean {
  return child.length > 0 && child.at(-1) === wrapper.at(-1)
}

/** The words it was called with: its program file would be `dash` or `busybox` where a person wrote `sh`. */
function argvOf(pid: number): string[] {
  return readIfThere(`/proc/${pid}/cmdline`)?.split('\0').slice(0, -1) ?? []
}
