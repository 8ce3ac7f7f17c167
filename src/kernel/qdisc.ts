import { unreadable } from '../linux/unreadable.ts'
import { type JsonObject, jsonList, jsonObject, quoteObjects } from './json-list.ts'

/** How a link queues what it sends: its root queueing discipline, from `tc -j -s qdisc show`; tc(8). */
export interface Qdisc {
  /** `noqueue`, `pfifo_fast`, `tbf`, `netem`, `htb`, … */
  readonly kind: string
  /** Bits a second. */
  readonly rate?: number
  /** Bytes that may be sent at once, however fast. */
  readonly burst?: number
  /** Milliseconds that a packet may wait before it is dropped (tbf). */
  readonly latency?: number
  /** Milliseconds that each packet waits (netem). */
  readonly delay?: number
  readonly bytes?: number
  readonly packets?: number
  readonly drops?: number
  readonly overlimits?: number
}

/** A link that is down has the one that drops all, which tc(8) does not list. */
export function rootQdisc(text: string, link: string): Qdisc {
  const root = jsonList(text, form).find(isRootOf(link))
  if (!root) return { kind: 'noop' }
  const { kind } = root
  if (typeof kind !== 'string') throw unreadable(form, text)
  const options = jsonObject(root.options ?? {}, form, text)
  const known = fields.flatMap(([field, read]) => {
    const value = read(options, root)
    return typeof value === 'number' ? [[field, value] as const] : []
  })
  return { kind, ...Object.fromEntries(known) }
}

/** Of the JSON, the root of a link. */
export function qdiscText(text: string, link: string): string {
  const meant = ['dev', 'kind', 'options', 'bytes', 'packets', 'drops', 'overlimits']
  return quoteObjects(text, isRootOf(link), { meant, others: ['dev', 'kind'] })
}

const isRootOf = (link: string) => (qdisc: JsonObject) => qdisc.dev === link && qdisc.root === true

type Read = (options: JsonObject, root: JsonObject) => unknown

const fields: readonly (readonly [Exclude<keyof Qdisc, 'kind'>, Read])[] = [
  // tc(8) is told bits and prints bytes.
  ['rate', ({ rate }) => scaled(within(rate, 'rate'), 8)],
  ['burst', ({ burst }) => burst],
  // Microseconds.
  ['latency', ({ lat }) => scaled(lat, 1 / 1000)],
  // Seconds.
  ['delay', ({ delay }) => scaled(within(delay, 'delay'), 1000)],
  ['bytes', (_, { bytes }) => bytes],
  ['packets', (_, { packets }) => packets],
  ['drops', (_, { drops }) => drops],
  ['overlimits', (_, { overlimits }) => overlimits],
]

/** netem puts into a map what others have as a number. */
const within = (option: unknown, key: string): unknown =>
  typeof option === 'object' && option !== null ? (option as JsonObject)[key] : option

const scaled = (value: unknown, factor: number): unknown =>
  typeof value === 'number' ? Number((value * factor).toPrecision(15)) : value

const form = 'the JSON that tc -j -s qdisc prints'
