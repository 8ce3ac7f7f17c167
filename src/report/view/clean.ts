import type { RunEvent } from '../../attempt/event.ts'
import { printable } from '../wording.ts'

/**
 * Makes the texts of an event safe for a terminal: a lab, a program or the kernel cannot move its cursor. Output stays as it is,
 * since an escape sequence may be split across two events (`format/pretty/fold.ts` cleans whole lines); so does evidence, which is
 * never printed.
 */
export function cleanEvent<T extends RunEvent>(event: T): T {
  if (event.type === 'output' || event.type === 'sample') return event
  const { evidence, ...rest } = event as T & { evidence?: unknown }
  const cleaned = clean(rest) as T
  return evidence === undefined ? cleaned : { ...cleaned, evidence }
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return printable(value)
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]))
}
