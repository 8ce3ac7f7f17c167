import { type Binding, isBound } from '../../evidence/binding.ts'
import type { Sample } from '../../evidence/evidence.ts'
import type { Value } from '../../kernel/fact.ts'
import { printable } from '../../printable.ts'
import type { FactOf, SubjectDefinition } from '../../subject/definition.ts'
import { machine, subjectKey, subjectKinds, subjects } from '../../subject/subject.ts'
import { readFact } from '../../verdict/read-fact.ts'
import { showValue } from '../../verdict/show-value.ts'

/** One subject from both sides: as it is to itself, and as it is to the machine. */
export interface ProcessPortrait {
  /** As the lab calls it. */
  readonly name: string
  readonly rows: readonly (readonly [what: string, inside: string, outside: string])[]
}

/** Portraits of the sampled subjects that differ from the machine. */
export function portraitsOf(sample: Sample): ProcessPortrait[] {
  const outside = sample.bindings[subjectKey(machine)]
  if (!outside || !isBound(outside)) return []
  return subjectKinds.flatMap(kind => {
    const { portrait, facts } = subjects[kind]
    if (!portrait) return []
    const keys = Object.keys(sample.bindings).filter(key => key.startsWith(`${kind} `))
    return keys.flatMap(key => {
      const binding = sample.bindings[key]
      if (!binding || !isBound(binding)) return []
      const rows = portrait.rows(factOf(facts, binding, sample), factOf(facts, outside, sample))
      if (rows.length === 0) return []
      const shown = rows.map(([what, ...sides]) => [what, show(sides[0]), show(sides[1])] as const)
      return [{ name: printable(key.slice(kind.length + 1)), rows: shown }]
    })
  })
}

function factOf(facts: SubjectDefinition['facts'], binding: Binding, sample: Sample): FactOf {
  return name => {
    const fact = facts[name]
    const reading = fact && readFact(fact, binding, sample)
    return reading?.is === 'known' ? reading.value : undefined
  }
}

/** A lab chooses host names and cgroups: what it put into them cannot move a terminal's cursor. */
const show = (value: Value) =>
  printable(showValue(value, typeof value === 'number' ? { type: 'count' } : { type: 'text' }))
