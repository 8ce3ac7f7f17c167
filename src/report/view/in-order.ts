import { attemptOf, type RunEvent } from '../../attempt/event.ts'

/** Attempts run concurrently; reports each contiguously, in the order of their starts, streaming the first unfinished one. */
export function inOrder(report: (event: RunEvent) => void): (event: RunEvent) => void {
  const waiting = new Map<string, Waiting>()
  let first: Waiting | undefined
  let last: Waiting | undefined

  const join = (id: string): Waiting => {
    const joined: Waiting = { held: [], ended: false, next: undefined }
    waiting.set(id, joined)
    if (last) last.next = joined
    first ??= joined
    last = joined
    return joined
  }
  /** Lets the next attempt report what it held back. */
  const advance = () => {
    first = first?.next
    if (first === undefined) last = undefined
    for (const event of first?.held.splice(0) ?? []) report(event)
  }

  return event => {
    const id = attemptOf(event)
    if (id === undefined) {
      if (event.type === 'run-end') while (first) advance()
      return report(event)
    }
    const attempt = waiting.get(id) ?? join(id)
    if (attempt === first) report(event)
    else attempt.held.push(event)
    if (event.type !== 'attempt-end') return
    attempt.ended = true
    waiting.delete(id)
    while (first?.ended) advance()
  }
}

/** An attempt in the queue, with the events it may not report yet. */
interface Waiting {
  readonly held: RunEvent[]
  ended: boolean
  next: Waiting | undefined
}
