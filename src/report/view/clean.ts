import type { RunEvent } from '../../attempt/event.ts'
import { printableValue } from '../../printable.ts'

/**
 * Makes the texts of an event safe for a terminal: a lab, a program or the kernel cannot move its cursor. Output stays as it is,
 * since an escape sequence may be split across two events (`format/pretty/fold.ts` cleans whole lines); so does evidence, which is
 * never printed.
 */
export function cleanEvent<T extends RunEvent>(event: T): T {
  if (event.type === 'output' || event.type === 'sample') return event
  const { evidence, ...rest } = event as T & { evidence?: unknown }
  const cleaned = printableValue(rest) as T
  return evidence === undefined ? cleaned : { ...cleaned, evidence }
}
