import type { RunEvent } from '../attempt/event.ts'

/** Labs run at once and tell in turns; here each is told whole, in the order of the run: the first unfinished one as it goes. */
export function inOrder(tell: (event: RunEvent) => void): (event: RunEvent) => void {
  const waiting = new Map<string, RunEvent[]>()
  const finished = new Set<string>()
  let order: string[] = []

  /** Tells what has waited: of the first lab all, of the next only when the first has finished. */
  const tellOn = () => {
    for (let first = order[0]; first !== undefined; first = order[0]) {
      for (const event of waiting.get(first)?.splice(0) ?? []) tell(event)
      if (!finished.has(first)) return
      order.shift()
    }
  }

  return event => {
    const lab = labOf(event)
    if (event.type === 'run-start') order = event.labs.map(({ id }) => id)
    if (lab === undefined) {
      if (event.type === 'run-end')
        for (const id of order) for (const held of waiting.get(id)?.splice(0) ?? []) tell(held)
      return tell(event)
    }
    if (!order.includes(lab)) order.push(lab)
    waiting.set(lab, [...(waiting.get(lab) ?? []), event])
    if (event.type === 'lab-end') finished.add(lab)
    tellOn()
  }
}

/** The lab an event is about; undefined for those about the whole run. */
function labOf(event: RunEvent): string | undefined {
  if (!('lab' in event)) return undefined
  return typeof event.lab === 'string' ? event.lab : event.lab.id
}
