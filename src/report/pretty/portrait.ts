import type { Binding } from '../../evidence/binding.ts'
import { isBound } from '../../evidence/binding.ts'
import type { Sample } from '../../evidence/evidence.ts'
import type { Value } from '../../kernel/fact.ts'
import { subjects } from '../../subject/registry.ts'
import { readFact } from '../../verdict/read-fact.ts'
import { isRecord, showValue } from '../../verdict/show-value.ts'
import { type Page, pad, widthOf, wrapped } from './page.ts'

/** One process from both sides: what it is to itself, and what it is to the machine. */
export interface Portrait {
  /** As the lab calls it. */
  readonly name: string
  readonly rows: readonly (readonly [what: string, inside: string, outside: string])[]
}

/** Portraits of the processes that were looked at, of those that have a namespace of their own. */
export function portraitsOf(sample: Sample): Portrait[] {
  const host = sample.bindings.host
  if (!host || !isBound(host)) return []
  return Object.entries(sample.bindings).flatMap(([key, binding]) => {
    if (!key.startsWith('process ') || !isBound(binding)) return []
    const see = (name: string, of: Binding = binding) => readValue(name, of, sample)
    const own = ownNamespaces(see('namespaces'), see('namespaces', host))
    if (!own || own.own.length === 0) return []
    return [{ name: key.replace(/^process /, ''), rows: rowsOf(see, host, own) }]
  })
}

type See = (name: string, of?: Binding) => Value | undefined

function rowsOf(see: See, host: Binding, { own, shared }: Places): Portrait['rows'] {
  const both = (what: string, value: Value | undefined): Portrait['rows'] =>
    isRecord(value) ? [[what, String(value.inside), String(value.outside)]] : []
  const [hostname, machine] = [see('hostname'), see('hostname', host)]
  const [processes, all] = [see('processes'), see('processes', host)]
  const cgroup = see('cgroup')
  return [
    ...both('process number', see('pid')),
    ...both('user number', see('user')),
    ...(hostname !== undefined && machine !== undefined
      ? [['hostname', show(hostname), show(machine)] as const]
      : []),
    ...(processes !== undefined && all !== undefined
      ? [['processes seen', show(processes), show(all)] as const]
      : []),
    ...(cgroup === undefined
      ? []
      : [['cgroup', own.includes('cgroup') ? '/' : show(cgroup), show(cgroup)] as const]),
    ['namespaces', `its own: ${own.join(', ')}`, `shared: ${shared.join(', ') || 'none'}`],
  ]
}

interface Places {
  readonly own: readonly string[]
  readonly shared: readonly string[]
}

function ownNamespaces(its: Value | undefined, machines: Value | undefined): Places | undefined {
  if (!isRecord(its) || !isRecord(machines)) return undefined
  const names = Object.keys(its)
  return {
    own: names.filter(name => its[name] !== machines[name]),
    shared: names.filter(name => its[name] === machines[name]),
  }
}

function readValue(name: string, binding: Binding, sample: Sample): Value | undefined {
  const fact = subjects.process.facts[name]
  const reading = fact && readFact(fact, binding, sample)
  return reading?.is === 'known' ? reading.value : undefined
}

const show = (value: Value) =>
  showValue(value, typeof value === 'number' ? { type: 'count' } : { type: 'text' })

/** A small table, both sides side by side. */
export function portraitLines({ name, rows }: Portrait, page: Page): string[] {
  const { paint, width } = page
  const label = Math.max(widthOf(name), ...rows.map(([what]) => what.length))
  const room = width - indent.length - label - 2 * gap.length
  const inside = Math.min(
    Math.max(...rows.map(([, inside]) => widthOf(inside)), 'INSIDE'.length),
    Math.floor(room / 2),
  )
  const line = (what: string, left: string, right: string) =>
    `${indent}${what}${gap}${left}${gap}${right}`.trimEnd()
  return [
    line(paint.bold(pad(name, label)), paint.cyan(pad('INSIDE', inside)), paint.cyan('OUTSIDE')),
    ...rows.flatMap(([what, left, right]) => {
      const [lefts, rights] = [wrapped(left, inside), wrapped(right, room - inside)]
      return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, index) =>
        line(
          paint.dim(pad(index === 0 ? what : '', label)),
          pad(lefts[index] ?? '', inside),
          rights[index] ?? '',
        ),
      )
    }),
  ]
}

const indent = '   '
const gap = '   '
