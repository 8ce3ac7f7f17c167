import type { Node, Scalar } from 'yaml'
import { isMap, isScalar, isSeq } from 'yaml'
import type { LabFile } from '../document/lab-file.ts'
import type { Entry, NodeValue } from '../document/node.ts'
import { entriesOf } from '../document/node.ts'
import type { Where } from '../document/where.ts'
import { meantInstead } from '../fix/candidate.ts'
import { suggest } from '../suggest.ts'
import { arithmeticForm, calculate } from './arithmetic.ts'
import type { QuantityForm, Variable } from './variable.ts'
import { forms, inForm } from './variable.ts'

/** A `${box.pid}` that was left where it is, since only a run knows the number. */
export interface ProcessReference {
  readonly name: string
  readonly where: Where
}

/** The references to processes in each text. */
export type ProcessReferences = Map<Node, ProcessReference[]>

/** Fills variables in, wherever text stands, and notes references to processes. What was filled in is not looked at again. Returns what restores the text. */
export function substitute(
  file: LabFile,
  variables: ReadonlyMap<string, Variable>,
  references: ProcessReferences,
  entries: readonly Entry[],
): () => void {
  const before = new Map<Scalar, string>()
  const fill = (value: NodeValue, place: Place): void => {
    if (isMap(value)) for (const { name, value: inner } of entriesOf(value)) fill(inner, within(place, name))
    else if (isSeq(value)) for (const item of value.items) fill(item as Node, place)
    else if (isScalar(value) && refersToSomething(value) && !before.has(value)) {
      before.set(value, value.value)
      value.value = fillText(file, variables, references, value, place)
    }
  }
  for (const { name: key, value } of entries) fill(value, { key, judged: false })
  return () => {
    for (const [scalar, text] of before) scalar.value = text
  }
}

function refersToSomething(scalar: Scalar): scalar is Scalar<string> {
  return typeof scalar.value === 'string' && scalar.value.includes('${')
}

/** `${cgroup}` stays: only the machine knows it, and it fills it in where it acts and where it speaks. */
interface Place {
  readonly key: string
  /** Inside `expect`, where values are compared and not shown. */
  readonly judged: boolean
}

/** A map behind `run`, that of a wrong solution, holds for each step what is run. */
const within = (place: Place, key: string): Place => ({
  key: place.key === 'run' ? 'run' : key,
  judged: place.judged || place.key === 'expect',
})

const spoken = ['about', 'text', 'task', 'hints', 'ask']

const mayNameCgroup = ({ key, judged }: Place) =>
  key === 'run' || key === 'why' || (spoken.includes(key) && !judged)

const reference = new RegExp(
  `\\$(\\$?)\\{(?:([a-zA-Z_][\\w-]*)(?:\\.([\\w-]+))?(${arithmeticForm})\\})?`,
  'g',
)

function fillText(
  file: LabFile,
  variables: ReadonlyMap<string, Variable>,
  references: ProcessReferences,
  scalar: Scalar<string>,
  place: Place,
): string {
  const text = scalar.value
  let count = 0
  let places: readonly Where[] | undefined
  return text.replace(
    reference,
    (whole: string, escaped: string, name?: string, form?: string, operations = '', offset = 0) => {
      const index = count++
      const where = () => {
        places ??= placesIn(file, scalar)
        return places[index] ?? scalar
      }
      if (escaped) {
        if (whole === '$${cgroup}') file.complain(where(), 'escaped-cgroup', {})
        if (form === 'pid') file.complain(where(), 'escaped-pid', { name: name ?? '' })
        return whole.slice(1)
      }
      if (name === undefined)
        file.complain(where(), 'broken-reference', {
          found: /^.{2}[^}\n]{0,20}}?/.exec(text.slice(offset))?.[0] ?? whole,
        })
      else if (operations !== '' && (form === 'pid' || name === 'cgroup'))
        file.complain(where(), 'wrong-arithmetic', { written: whole, because: 'only a run knows its value' })
      else if (form === 'pid') {
        if (place.key !== 'run') file.complain(where(), 'pid-out-of-place', { name, key: place.key })
        references.set(scalar, [...(references.get(scalar) ?? []), { name, where: where() }])
      } else return fillReference(file, variables, { whole, name, form, operations, where, place })
      return whole
    },
  )
}

/** The references as they stand in the file; none where escapes or comments make the two differ. */
function placesIn(file: LabFile, { range, value }: Scalar<string>): Where[] {
  const [start, end] = range ?? [0, 0]
  const written = [...file.text.slice(start, end).matchAll(reference)]
  if (written.length !== [...value.matchAll(reference)].length) return []
  return written.map(match => [start + match.index, start + match.index + match[0].length] as const)
}

/** Only where the place is the reference itself, and not all of the text that it stands in. */
const fixesOf = (where: Where, meant: string | undefined) =>
  'range' in where ? [] : meantInstead(where, meant)

interface Reference {
  readonly whole: string
  readonly name: string
  readonly form: string | undefined
  readonly operations: string
  readonly where: () => Where
  readonly place: Place
}

function fillReference(
  file: LabFile,
  variables: ReadonlyMap<string, Variable>,
  { whole, name, form, operations, where, place }: Reference,
): string {
  if (whole === '${cgroup}') {
    if (!mayNameCgroup(place)) file.complain(where(), 'cgroup-out-of-place', { key: place.key })
    return whole
  }
  const variable = variables.get(name)
  if (!variable) {
    const known = [...variables.keys()]
    const meant = suggest(name, [...known, 'cgroup'])
    const fixes = fixesOf(where(), meant && whole.replace(name, () => meant))
    file.complain(where(), 'undefined-variable', { name, meant, known }, { fixes, group: whole })
    return whole
  }
  const calculated = (value: string) => {
    const result = operations === '' ? value : calculate(value, operations, { name, form })
    if (typeof result === 'string') return result
    const fixes = fixesOf(where(), result.write)
    file.complain(where(), 'wrong-arithmetic', { written: whole, ...result }, { fixes })
    return whole
  }
  if (form === undefined) return calculated(variable.drawn)
  if (!Object.hasOwn(forms, form)) {
    const known = Object.keys(forms)
    const meant = suggest(form, known)
    const fixes = fixesOf(where(), meant && `\${${name}.${meant}${operations}}`)
    file.complain(where(), 'unknown-form', { form, meant, known }, { fixes })
    return whole
  }
  const text = inForm(variable, form as QuantityForm)
  if (typeof text === 'string') return calculated(text)
  file.complain(where(), 'wrong-form', { name, form, value: text.wrong, expected: text.expected })
  return whole
}
