import type { Node } from 'yaml'
import { isMap } from 'yaml'
import { readChecks } from '../check/read-check.ts'
import type { Entry } from '../document/node.ts'
import { describe, isNothing, textOf } from '../document/node.ts'
import { mapAsList } from '../fix/candidate.ts'
import type { Question, Step } from '../lab.ts'
import { itemsOf } from '../shape/read-collection.ts'
import type { Fields } from '../shape/read-fields.ts'
import { readFields } from '../shape/read-fields.ts'
import { stepShape } from '../shape/shape.ts'
import { checkMeant } from './check-meant.ts'
import { readPlace } from './read-place.ts'
import { readQuestion } from './read-question.ts'
import type { Scope } from './scope.ts'

/** The steps of a lab, in order. */
export function readSteps(scope: Scope, entry: Entry | undefined): Step[] {
  if (!entry || isNothing(entry.value)) return []
  const expected = 'a list of steps, each a map that begins with `- id: …`'
  const items = itemsOf(scope.file, entry.value, { key: 'steps', expected, fix: mapAsList })
  const seen = new Map<string, number>()
  return items.flatMap((item, index) => readStep(scope, item, index, seen))
}

function readStep(scope: Scope, item: Node, index: number, seen: Map<string, number>): Step[] {
  const { file } = scope
  scope.enterStep(index)
  if (!isMap(item)) {
    const expected = 'a list of steps, each a map with `id`, `text` and `run`'
    file.complain(item, 'wrong-value', { key: 'steps', expected, found: describe(item) })
    return []
  }
  const fields = readFields(file, item, { of: 'a step', shape: stepShape.shape })
  if (!fields) return []
  checkUnique(scope, fields.entries.get('id'), seen)
  const { values, entries } = fields
  const id = values.id ?? textOf(entries.get('id')?.value) ?? ''
  const place = readPlace(scope, entries.get('in'))
  const as = entries.get('as')
  if (as && place.shell !== undefined) file.complain(as.key, 'shell-alone', { key: 'as' })
  const terminal = entries.get('terminal')
  if (terminal && place.shell !== undefined) file.complain(terminal.key, 'shell-alone', { key: 'terminal' })
  const run = entries.get('run')?.value
  scope.checkReferences(run)
  if (values.as !== undefined && values.run !== undefined && run)
    checkMeant(file, run, { as: values.as, run: values.run })
  return [
    {
      id,
      text: values.text?.trim() ?? '',
      ...optional(fields),
      hints: values.hints ?? [],
      in: place,
      run: values.run ?? '',
      timeout: values.timeout ?? 0,
      expect: readChecks(scope, entries.get('expect'), id),
      ...questionOf(readQuestion(scope, fields, id)),
      at: file.at(fields.head),
    },
  ]
}

function optional({ values: { task, as, terminal } }: Fields<typeof stepShape.shape>) {
  return {
    ...(task !== undefined && { task: task.trim() }),
    ...(as !== undefined && { as }),
    ...(terminal !== undefined && { terminal }),
  }
}

const questionOf = (question: Question | undefined) => (question ? { question } : {})

function checkUnique({ file }: Scope, id: Entry | undefined, seen: Map<string, number>): void {
  const name = id && describe(id.value)
  if (!id?.value || !name) return
  const line = seen.get(name)
  if (line === undefined) seen.set(name, file.at(id.value).line)
  else file.complain(id.value, 'duplicate-id', { id: name.replaceAll('`', ''), of: 'the step', line })
}
