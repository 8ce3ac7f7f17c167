import type { RunEvent } from '../attempt/event.ts'
import { printable } from './wording.ts'

/**
 * An event whose texts may all stand in a terminal: what a lab, a program or the kernel wrote cannot move its cursor. Output is
 * left as it is, since a sequence may be cut in two there (`pretty/fold.ts` cleans its lines); so is evidence, which nobody prints.
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
