import type { BoundSource } from '../protocol/message.ts'
import { CallFailure, errnoName } from './call-error.ts'
import { kill } from './kill-cgroup.ts'
import { processRow } from './process-table.ts'
import { mostBytes } from './run-command.ts'
import { inOrder, type Starter } from './starter.ts'
import { within } from './wait.ts'

/** The point of view of a look. */
export interface Place {
  /** The process whose namespaces and root directory are entered; undefined for the agent's own. */
  readonly target: number | undefined
  readonly namespaces: readonly string[]
  /** The process that `/proc/self` refers to; undefined for none. */
  readonly self: number | undefined
}

/** One thing to look at. */
export interface Item {
  readonly read: Exclude<BoundSource['read'], 'command'>
  readonly path: string
}

/** Milliseconds that one look may take: a file may be on a file system that never answers. */
const patience = 2000

/** How many times that a look may take while its child is at work: on a busy machine it is only slow. */
const mostWaits = 10

/** Milliseconds in which a child that is at work is seen to be. */
const glance = 250

/** How many unresponsive items are given up one after the other. */
const mostGivenUp = 3

/** Reads files as a process sees them, in a child of its own. Only items that do not answer in time fail. */
export async function lookAside(starter: Starter, place: Place, items: readonly Item[]): Promise<Seen[]> {
  const seen: Seen[] = []
  for (let givenUp = 0; seen.length < items.length; ) {
    const rest = items.slice(seen.length)
    seen.push(...(await lookOnce(starter, place, rest)))
    const late = items[seen.length]
    if (!late) break
    seen.push(tooLate(late))
    givenUp++
    if (givenUp === mostGivenUp) seen.push(...(await eachAlone(starter, place, items.slice(seen.length))))
  }
  return seen
}

/** Reads each item in a child of its own, concurrently, so that unresponsive items do not delay the others. */
async function eachAlone(starter: Starter, place: Place, items: readonly Item[]): Promise<Seen[]> {
  return Promise.all(
    items.map(async item => {
      const [seen] = await lookOnce(starter, place, [item])
      return seen ?? tooLate(item)
    }),
  )
}

/** What a file held, or why that could not be read. */
export type Seen = { readonly text: string } | CallFailure

/** The answers received until the child ended or its time was up. */
async function lookOnce(starter: Starter, place: Place, items: readonly Item[]): Promise<Seen[]> {
  const seen: Seen[] = []
  const take = answers((errno, bytes) => {
    const item = items[seen.length]
    if (item) seen.push(errno === 0 ? { text: Buffer.from(bytes).toString('utf8') } : failure(errno, item))
  })
  const { target = '', self = '', namespaces } = place
  const words = items.flatMap(({ read, path }) => [read, path])
  const fields = [target, self, inOrder(namespaces).join(','), mostBytes, ...words]
  const call = starter.ask('look', fields, (stream, bytes) => stream === 'stdout' && take(bytes))
  let pid: number | undefined
  call.started.then(
    begun => {
      pid = begun.pid
    },
    () => undefined,
  )
  const over = Promise.all([call.ended, call.closed])
  let ended = await within(patience, over)
  for (let waits = 1; !ended && waits < mostWaits && (await isAtWork(pid)); waits++)
    ended = await within(patience, over)
  if (!ended) {
    if (pid !== undefined) kill(pid)
    return seen
  }
  const refused = await call.running.then(
    () => undefined,
    error => error,
  )
  if (refused) throw refused instanceof CallFailure ? goneOr(refused, place) : refused
  if (seen.length < items.length)
    throw new CallFailure({ errno: 'EIO', message: 'the process that reads files ended early' })
  return seen
}

/** Whether a process uses the processor or waits for its turn, and not for a file. One that is not there yet has its turn before it. */
export async function isAtWork(pid: number | undefined): Promise<boolean> {
  if (pid === undefined) return true
  const before = processRow(pid)
  await new Promise(resolve => setTimeout(resolve, glance))
  const after = processRow(pid)
  if (!before || !after) return true
  return before.state === 'R' || after.state === 'R' || after.used > before.used
}

/** A process without namespaces has ended; report that rather than a missing file. */
function goneOr(error: CallFailure, { target }: Place): CallFailure {
  if (error.call.errno !== 'ENOENT') return error
  return new CallFailure({ errno: 'ESRCH', message: `process ${target} has ended` })
}

/** Splits a sequence of `ERRNO LENGTH` lines, each followed by that many bytes. */
function answers(onAnswer: (errno: number, bytes: Uint8Array) => void): (chunk: Uint8Array) => void {
  let held: Buffer = Buffer.alloc(0)
  return chunk => {
    held = Buffer.concat([held, chunk])
    for (let end = held.indexOf('\n'); end >= 0; end = held.indexOf('\n')) {
      const [errno, length] = held.toString('latin1', 0, end).split(' ').map(Number) as [number, number]
      if (held.length < end + 1 + length) return
      onAnswer(errno, held.subarray(end + 1, end + 1 + length))
      held = held.subarray(end + 1 + length)
    }
  }
}

function failure(number: number, { path }: Item): CallFailure {
  const errno = errnoName(number)
  return new CallFailure({ errno, path, message: messages[errno]?.(path) ?? `${path}: ${errno}` })
}

const messages: Record<string, (path: string) => string> = {
  EISDIR: path => `${path} is a directory`,
  EINVAL: path => `${path} is not a regular file, so it was not read`,
  EFBIG: path => `${path} holds more than ${mostBytes} bytes`,
}

function tooLate({ path }: Item): CallFailure {
  return new CallFailure({
    errno: 'ETIMEDOUT',
    path,
    message: `${path} did not answer within ${patience} ms`,
  })
}
