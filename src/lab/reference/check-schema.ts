import * as z from 'zod'
import type { Fact } from '../../kernel/fact.ts'
import { isComparable, type SubjectKind, subjectKinds, subjects } from '../../subject/subject.ts'
import { holdsShape } from '../check/read-when.ts'
import { name, valueSchema } from '../shape/leaf.ts'
import { answerShape, checkShape, selectorShape } from '../shape/shape.ts'
import { described } from './described.ts'
import { expectationSchema } from './expectation-schema.ts'

/** A check of any subject, with the facts of that subject. */
export function checkSchema(): z.ZodType {
  return z.union(subjectKinds.map(checkOf))
}

function checkOf(kind: SubjectKind): z.ZodType {
  const { form } = subjects[kind]
  const factsAreKeys = form.value !== 'expectation' && form.value !== 'facts'
  return (
    z
      .strictObject({
        [kind]: keySchema(kind).meta({ description: form.means }),
        ...(form.of && { of: ofSchema(form.of) }),
        ...(factsAreKeys ? factSchemas(kind) : {}),
        ...checkShape.shape,
        when: described(z.union([z.enum(['now', 'ever']), holdsShape]).optional(), checkShape.shape.when),
        depends: described(
          z.union([z.string(), z.array(z.string()).min(1)]).optional(),
          checkShape.shape.depends,
        ),
      })
      // A subject alone says nothing.
      .meta({ title: `a check of ${form.noun}`, minProperties: factsAreKeys ? 2 : 1 })
  )
}

/** The answer to a question: a subject that is read from the kernel, and one of its facts. */
export function answerSchema(): z.ZodType {
  return z.union(subjectKinds.filter(kind => !subjects[kind].record).map(answerOf))
}

function answerOf(kind: SubjectKind) {
  const { form } = subjects[kind]
  const { fact, points } = answerShape.shape
  if (form.value === 'facts')
    return z.strictObject({ [kind]: z.string().meta({ description: form.means }), points })
  return z.strictObject({
    [kind]: keySchema(kind).meta({ description: form.means }),
    ...(form.of && { of: ofSchema(form.of) }),
    fact: described(z.string(), fact),
    points,
  })
}

function keySchema(kind: SubjectKind): z.ZodType {
  const { form, facts } = subjects[kind]
  if (form.value === 'process') return processSchema
  if (form.value === 'facts') return z.strictObject(factSchemas(kind)).meta({ minProperties: 1 })
  if (form.value !== 'expectation') return valueSchema(form.value)
  return facts.value ? expectationSchema(facts.value.value, false) : z.never()
}

const processSchema = z.union([name, selectorShape])

function ofSchema(of: 'process' | 'name') {
  const description =
    of === 'name' ? 'The process, by the name that a step gave it.' : 'The process whose view it is.'
  return (of === 'name' ? name : processSchema).optional().meta({ description, examples: ['box'] })
}

function factSchemas(kind: SubjectKind): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(subjects[kind].facts).map(([name, fact]) => [
      name,
      expectationSchema(fact.value, isComparable(kind, fact))
        .optional()
        .meta({ description: factWords(fact) }),
    ]),
  )
}

/** What an editor shows of a fact: what it means, and where that is documented. */
function factWords({ means, manual, since, controller }: Fact): string {
  const history = since === undefined ? '' : ` Since Linux ${since}.`
  const needs = controller === undefined ? '' : ` Needs the ${controller} controller.`
  return `${means} See ${manual}.${history}${needs}`
}
