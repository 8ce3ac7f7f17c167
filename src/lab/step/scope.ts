import type { Node } from 'yaml'
import { isMap, isSeq } from 'yaml'
import { machineName } from '../../subject/subject.ts'
import type { LabFile } from '../document/lab-file.ts'
import { type Entry, entriesOf, isNothing, type NodeValue, textOf } from '../document/node.ts'
import { nowhere, rangeOf, type Where } from '../document/where.ts'
import { meantInstead } from '../fix/candidate.ts'
import { stepShape } from '../shape/shape.ts'
import { suggest } from '../suggest.ts'
import type { ProcessReferences } from '../variable/substitute.ts'

/** What can be referred to at one place of a lab: processes that steps have named so far, and earlier checks. */
export class Scope {
  readonly file: LabFile
  /** Every `as` of the lab, with the number of its step and its line: tells a name that comes too late from one that never comes. */
  readonly #started: ReadonlyMap<string, { step: number; line: number }>
  /** A step cannot be read, so that what it names is not known. */
  readonly #isIncomplete: boolean
  readonly #references: ProcessReferences
  readonly #ids = new Map<string, number>()
  readonly #laterIds: ReadonlyMap<string, number>
  readonly #stepIds: readonly string[]
  readonly #presences = new Map<string, string>()
  #step = 0

  constructor(file: LabFile, steps: readonly Node[], references: ProcessReferences) {
    this.file = file
    this.#references = references
    this.#started = startedIn(file, steps)
    this.#isIncomplete = steps.some(step => !isMap(step) || isUnnamed(entryOf(step, 'as')))
    this.#stepIds = steps.map(step => textOf(entryOf(step, 'id')?.value) ?? '')
    this.#laterIds = new Map(steps.flatMap(step => checkIdsOf(file, step)))
  }

  enterStep(index: number): void {
    this.#step = index
  }

  /** Notes a check: by the id that the author gave it, or by its number in the step. */
  addCheck(number: string, own: NodeValue, where: Where): void {
    const id = textOf(own) ?? number
    const line = this.#ids.get(id)
    if (line === undefined) this.#ids.set(id, this.file.at(own ?? where).line)
    // A number is there twice only if the step is, which is reported where its id stands.
    else if (own) this.file.complain(own, 'duplicate-id', { id, of: 'the check', line })
  }

  /** Notes a check of a subject that is there. */
  addPresence(subject: string, id: string): void {
    this.#presences.set(subject, id)
  }

  /** The nearest check so far of a subject that is there. */
  presenceOf(subject: string): string | undefined {
    return this.#presences.get(subject)
  }

  /** Whether a step gives this name, be it a valid one or not. */
  names(name: string): boolean {
    return this.#started.has(name)
  }

  /** Complains unless this or an earlier step gave the name with `as`. */
  checkProcess(name: string, where: Where, also: readonly string[] = []): undefined {
    return this.#checkStarted(name, where, this.#step + 1, also)
  }

  /** The processes that this and earlier steps have named. */
  processesSoFar(): string[] {
    return this.#startedBefore(this.#step + 1)
  }

  #startedBefore(before: number): string[] {
    return [...this.#started].filter(([, { step }]) => step < before).map(([name]) => name)
  }

  #checkStarted(name: string, where: Where, before: number, also: readonly string[]): undefined {
    const started = this.#started.get(name)
    if (started && started.step < before) return undefined
    if (started) {
      const isOwn = started.step === this.#step
      const group = `${name} ${isOwn}`
      return this.file.complain(where, 'later-name', { name, line: started.line, isOwn }, { group })
    }
    if (this.#isIncomplete) return undefined
    const known = this.#startedBefore(before)
    const meant = suggest(name, [...known, ...also])
    this.file.complain(
      where,
      'unknown-name',
      { name, meant, known },
      { fixes: fixesOf(where, name, meant), group: name },
    )
  }

  /** Complains unless a step before this one has the id, and the process that is spoken of ran by then. */
  checkEarlierStep(id: string, where: Where, process?: string): undefined {
    const step = this.#stepIds.indexOf(id)
    if (step >= 0 && step < this.#step) {
      const started = process === undefined ? undefined : this.#started.get(process)
      if (started === undefined || started.step <= step || process === undefined) return undefined
      return this.file.complain(where, 'not-yet-running', { name: process, step: id, line: started.line })
    }
    const known = this.#stepIds.slice(0, this.#step).filter(id => id !== '')
    const meant = step >= 0 ? undefined : suggest(id, known)
    this.file.complain(
      where,
      'no-earlier-step',
      { id, meant, isLater: step >= 0, known },
      { fixes: meantInstead(where, meant) },
    )
  }

  /** Complains unless an earlier step gave the name with `as`. */
  checkEarlierProcess(name: string, where: Where): void {
    this.#checkStarted(name, where, this.#step, [])
  }

  /** Complains of each `${box.pid}` in what a step runs that no step before it has started. */
  checkReferences(run: NodeValue, step = this.#step): void {
    for (const { name, where } of (run && this.#references.get(run)) || [])
      this.#checkStarted(name, where, step, [])
  }

  /** Complains unless a check before this one has the id. */
  checkCheck(id: string, where: Where): void {
    if (this.#ids.has(id)) return
    const known = [...this.#ids.keys()]
    const later = this.#laterIds.get(id)
    const meant = later === undefined ? suggest(id, known) : undefined
    this.file.complain(
      where,
      'unknown-check',
      { id, meant, later, known },
      { fixes: meantInstead(where, meant) },
    )
  }
}

/** Only where the name is all that stands there: of `${box.pid}` the place is the whole reference. */
function fixesOf(where: Where, name: string, meant: string | undefined) {
  const [start, end] = rangeOf(where) ?? nowhere
  const length = end - start
  return length === name.length + '${.pid}'.length
    ? meantInstead(where, meant && `\${${meant}.pid}`)
    : meantInstead(where, meant)
}

/** The entry of a step with this key, or with one that is misspelt so. */
function entryOf(step: Node, key: 'as' | 'id'): Entry | undefined {
  const entries = isMap(step) ? entriesOf(step) : []
  const known = Object.keys(stepShape.shape)
  return (
    entries.find(({ name }) => name === key) ??
    entries.find(({ name }) => !known.includes(name) && suggest(name, known) === key)
  )
}

const isUnnamed = (as: Entry | undefined) => as !== undefined && textOf(as.value) === undefined

function startedIn(file: LabFile, steps: readonly Node[]): Map<string, { step: number; line: number }> {
  const started = new Map<string, { step: number; line: number }>()
  for (const [step, node] of steps.entries()) {
    const as = entryOf(node, 'as')
    const name = textOf(as?.value)
    if (!as?.value || name === undefined || isSeq(as.value)) continue
    const first = started.get(name)
    if (name === machineName) file.complain(as.value, 'reserved-name', { name, means: 'the machine itself' })
    else if (first) file.complain(as.value, 'duplicate-id', { id: name, of: 'the process', line: first.line })
    else started.set(name, { step, line: file.at(as.key).line })
  }
  return started
}

/** The ids of a step's checks, each with its line. */
function checkIdsOf(file: LabFile, step: Node): [string, number][] {
  const expect = isMap(step) ? entriesOf(step).find(({ name }) => name === 'expect')?.value : undefined
  const stepId = textOf(entryOf(step, 'id')?.value) ?? ''
  return (isSeq(expect) ? (expect.items as Node[]) : []).flatMap((check, index) => {
    if (isNothing(check)) return []
    const own = isMap(check) ? entriesOf(check).find(({ name }) => name === 'id')?.value : undefined
    return [[textOf(own) ?? `${stepId}/${index + 1}`, file.at(own ?? check).line]]
  })
}
