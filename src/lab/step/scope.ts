import type { Node } from 'yaml'
import { isMap, isSeq } from 'yaml'
import { machineName } from '../../subject/subject.ts'
import type { LabFile, Where } from '../document/lab-file.ts'
import { entriesOf, type NodeValue, textOf } from '../document/node.ts'
import { suggest } from '../suggest.ts'
import type { ProcessReferences } from '../variable/substitute.ts'

/** What can be spoken of at one place of a lab: processes that steps have named so far, and checks that came before. */
export class Scope {
  readonly file: LabFile
  /** Every `as` of the lab, with its step's number and its line: a name that comes too late is told from one that never comes. */
  readonly #started: ReadonlyMap<string, { step: number; line: number }>
  readonly #references: ProcessReferences
  readonly #ids = new Map<string, number>()
  #step = 0

  constructor(file: LabFile, steps: readonly Node[], references: ProcessReferences) {
    this.file = file
    this.#references = references
    this.#started = startedIn(file, steps)
  }

  enterStep(index: number): void {
    this.#step = index
  }

  /** Notes the id of a check; ids of a lab differ. */
  addCheck(id: string, where: Where): void {
    const line = this.#ids.get(id)
    if (line !== undefined) this.file.complain(where, 'duplicate-id', { id, of: 'the check', line })
    else this.#ids.set(id, this.file.at(where).line)
  }

  /** Complains unless this or an earlier step gave the name with `as`. */
  checkProcess(name: string, where: Where, also: readonly string[] = []): undefined {
    return this.#checkStarted(name, where, this.#step + 1, also)
  }

  #checkStarted(name: string, where: Where, before: number, also: readonly string[]): undefined {
    const started = this.#started.get(name)
    if (started && started.step < before) return undefined
    if (started) return this.file.complain(where, 'later-name', { name, line: started.line })
    const known = [...this.#started].filter(([, { step }]) => step < before).map(([known]) => known)
    return this.file.complain(where, 'unknown-name', {
      name,
      meant: suggest(name, [...known, ...also]),
      known,
    })
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
    this.file.complain(where, 'unknown-check', { id, meant: suggest(id, known), known })
  }
}

function startedIn(file: LabFile, steps: readonly Node[]): Map<string, { step: number; line: number }> {
  const started = new Map<string, { step: number; line: number }>()
  for (const [step, node] of steps.entries()) {
    const as = isMap(node) ? entriesOf(node).find(({ name }) => name === 'as') : undefined
    const name = textOf(as?.value)
    if (!as?.value || name === undefined || isSeq(as.value)) continue
    const first = started.get(name)
    if (name === machineName) file.complain(as.value, 'reserved-name', { name, means: 'the machine itself' })
    else if (first) file.complain(as.value, 'duplicate-id', { id: name, of: 'the process', line: first.line })
    else started.set(name, { step, line: file.at(as.key).line })
  }
  return started
}
