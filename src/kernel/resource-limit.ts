import { unreadable } from '../linux/unreadable.ts'
import type { Value, ValueType } from './fact.ts'

type Unit = 'count' | 'size' | 's' | 'us'

const types = {
  count: { type: 'count' },
  size: { type: 'size' },
  s: { type: 'duration', unit: 's' },
  us: { type: 'duration', unit: 'us' },
} as const satisfies Record<Unit, ValueType>

/** To bytes, and to milliseconds. */
const factors = { count: 1, size: 1, s: 1000, us: 0.001 } satisfies Record<Unit, number>

/** The rows of /proc/PID/limits: the name getrlimit(2) and prlimit(1) give each, and what its numbers count. */
export const resourceLimits = {
  'Max cpu time': { name: 'cpu', unit: 's' },
  'Max file size': { name: 'fsize', unit: 'size' },
  'Max data size': { name: 'data', unit: 'size' },
  'Max stack size': { name: 'stack', unit: 'size' },
  'Max core file size': { name: 'core', unit: 'size' },
  'Max resident set': { name: 'rss', unit: 'size' },
  'Max processes': { name: 'nproc', unit: 'count' },
  'Max open files': { name: 'nofile', unit: 'count' },
  'Max locked memory': { name: 'memlock', unit: 'size' },
  'Max address space': { name: 'as', unit: 'size' },
  'Max file locks': { name: 'locks', unit: 'count' },
  'Max pending signals': { name: 'sigpending', unit: 'count' },
  'Max msgqueue size': { name: 'msgqueue', unit: 'size' },
  'Max nice priority': { name: 'nice', unit: 'count' },
  'Max realtime priority': { name: 'rtprio', unit: 'count' },
  'Max realtime timeout': { name: 'rttime', unit: 'us' },
} as const satisfies Record<string, { name: string; unit: Unit }>

/** The type of all of them together: by name, each with its soft and hard limit. */
export const resourceLimitsType: ValueType = {
  type: 'record',
  fields: Object.fromEntries(
    Object.values(resourceLimits).map(({ name, unit }) => {
      const type = types[unit]
      return [name, { type: 'record', fields: { soft: type, hard: type }, bare: 'soft' }]
    }),
  ),
}

/** `unlimited` is Infinity; a row newer than the table keeps the kernel's label. */
export function parseResourceLimits(text: string): Value {
  const [heading = '', ...lines] = text.split('\n').filter(line => line !== '')
  if (!heading.startsWith('Limit ')) throw unreadable('/proc/PID/limits with its heading', text)
  return Object.fromEntries(lines.map(parseLine))
}

function parseLine(line: string): [string, Value] {
  const match = /^(\S.{24}) (\d+|unlimited) +(\d+|unlimited) *\w* *$/.exec(line)
  if (!match) throw unreadable('a label, a soft limit, a hard limit and a unit', line)
  const [, label = '', soft = '', hard = ''] = match
  const row = rowOf(label.trim())
  const factor = factors[row.unit]
  return [row.name, { soft: limitOf(soft) * factor, hard: limitOf(hard) * factor }]
}

/** The name of the limit that a line is about. */
export const resourceLimitName = (line: string): string => rowOf(line.slice(0, 25).trim()).name

function rowOf(label: string): { name: string; unit: Unit } {
  return label in resourceLimits
    ? resourceLimits[label as keyof typeof resourceLimits]
    : { name: label, unit: 'count' }
}

function limitOf(text: string): number {
  return text === 'unlimited' ? Number.POSITIVE_INFINITY : Number(text)
}
