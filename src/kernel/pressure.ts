import { unreadable } from '../linux/unreadable.ts'
import type { Value, ValueType } from './fact.ts'

const share = { type: 'share' } as const
const line: ValueType = {
  type: 'record',
  fields: { avg10: share, avg60: share, avg300: share, total: { type: 'duration', unit: 'us' } },
  bare: 'avg10',
}

/** Pressure stall information: `some` task waited, or all of them (`full`). */
export const pressureType: ValueType = { type: 'record', fields: { some: line, full: line } }

/** Averages become fractions, the total milliseconds; a kind the kernel does not write is left out. */
export function parsePressure(text: string): Value {
  const lines = text.split('\n').filter(line => line !== '')
  if (lines.length === 0) throw unreadable(form, text)
  return Object.fromEntries(
    lines.map(line => {
      const [, kind, avg10, avg60, avg300, total] =
        /^(some|full) avg10=(\d+\.\d+) avg60=(\d+\.\d+) avg300=(\d+\.\d+) total=(\d+)$/.exec(line) ?? []
      if (kind === undefined) throw unreadable(form, text)
      const share = (percent: string | undefined) => Number(percent) / 100
      return [
        kind,
        { avg10: share(avg10), avg60: share(avg60), avg300: share(avg300), total: Number(total) / 1000 },
      ]
    }),
  )
}

const form = 'lines some|full avg10=… avg60=… avg300=… total=…'
