import { isMap } from 'yaml'
import type { SubjectDefinition } from '../../subject/definition.ts'
import { isSubjectKind, type Subject, subjects } from '../../subject/subject.ts'
import { askedFact, isAnswerable } from '../asked-fact.ts'
import { findSubjectEntry, readSubject, type SubjectEntry } from '../check/read-subject.ts'
import type { LabFile } from '../document/lab-file.ts'
import { describe, type Entry, entriesOf, isNothing, textOf } from '../document/node.ts'
import type { Where } from '../document/where.ts'
import { meantInstead } from '../fix/candidate.ts'
import type { Question } from '../lab.ts'
import { type Fields, readFields } from '../shape/read-fields.ts'
import { answerShape, type stepShape } from '../shape/shape.ts'
import { suggest } from '../suggest.ts'
import type { Scope } from './scope.ts'

/** The question of a step, from `ask` and `answer`: both or neither. */
export function readQuestion(
  scope: Scope,
  { values, entries, head }: Fields<typeof stepShape.shape>,
  step: string,
): Question | undefined {
  const { file } = scope
  const [ask, answer] = [entries.get('ask'), entries.get('answer')]
  if (answer && !ask)
    file.complain(answer.key, 'missing-key', {
      key: 'ask',
      of: 'a step with `answer`',
      means: 'the question',
    })
  if (ask && !answer)
    file.complain(ask.key, 'missing-key', {
      key: 'answer',
      of: 'a step with `ask`',
      means: 'the fact that answers the question, such as `{process: box, fact: pid.outside}`',
    })
  if (!answer || isNothing(answer.value)) return undefined
  const read = readAnswer(scope, answer)
  return (
    read && { id: `${step}/answer`, ask: values.ask?.trim() ?? '', ...read, at: file.at(ask?.key ?? head) }
  )
}

type Answer = Pick<Question, 'subject' | 'fact' | 'field' | 'points'>

function readAnswer(scope: Scope, { value, key }: Entry): Answer | undefined {
  const { file } = scope
  if (!isMap(value)) {
    const expected = 'a map with a subject and its fact, such as `{process: box, fact: pid.outside}`'
    return file.complain(value ?? key, 'wrong-value', { key: 'answer', expected, found: describe(value) })
  }
  const others = (key: string) => isSubjectKind(key) || key === 'of'
  const fields = readFields(file, value, { of: '`answer`', shape: answerShape.shape, others })
  const found = fields && findSubjectEntry(file, value, entriesOf(value))
  if (!found) return undefined
  const subject = readSubject(scope, found, fields.entries.get('of'))
  const named = factEntry(scope, found, fields.entries.get('fact'))
  const fact = subject && named && readFact(scope, subject, named)
  return fact && { subject, ...fact, points: fields.values.points ?? 1 }
}

/** The facts of `host` stand behind its own key, as in a check. */
function factEntry(
  { file }: Scope,
  { kind, entry }: SubjectEntry,
  fact: Entry | undefined,
): Entry | undefined {
  const isBehind = subjects[kind].form.value === 'facts'
  const named = isBehind ? entry : fact
  if (isBehind && fact)
    file.complain(fact.key, 'several-keys', {
      first: kind,
      second: 'fact',
      remedy: `write \`${kind}: FACT\``,
    })
  if (!named)
    return file.complain(entry.key, 'missing-key', {
      key: 'fact',
      of: '`answer`',
      means: 'the fact that answers',
    })
  if (textOf(named.value) !== undefined) return named
  const found = describe(named.value)
  const expected = 'the name of a fact, such as `pid.outside`'
  return file.complain(named.value ?? named.key, 'wrong-value', { key: named.name, expected, found })
}

function readFact(
  { file }: Scope,
  subject: Subject,
  { value, key }: Entry,
): Pick<Question, 'fact' | 'field'> | undefined {
  const written = textOf(value) ?? ''
  const where = value ?? key
  const { facts, form, record } = subjects[subject.kind]
  if (record) return file.complain(where, 'not-read', { subject: form.noun })
  const [named] = splits(written).flatMap(split => {
    const asked = askedFact({ subject, ...split })
    return asked ? [{ ...split, asked }] : []
  })
  if (!named) return complainOfFact(file, where, written, { facts, form })
  const { asked, ...fact } = named
  if (isAnswerable(asked.type)) return fact
  const { type } = asked
  if (type.type === 'record' && type.bare !== undefined)
    return { ...fact, field: fact.field === undefined ? type.bare : `${fact.field}.${type.bare}` }
  const fields = type.type === 'record' ? Object.keys(type.fields).map(field => `${written}.${field}`) : []
  return file.complain(where, 'several-values', { fact: written, fields })
}

function complainOfFact(
  file: LabFile,
  where: Where,
  written: string,
  { facts, form }: Pick<SubjectDefinition, 'facts' | 'form'>,
): undefined {
  const split = splits(written).find(({ fact, field }) => field !== undefined && Object.hasOwn(facts, fact))
  const type = split && facts[split.fact]?.value
  if (type?.type === 'record' && split?.field !== undefined) {
    const { fact: of, field } = split
    const known = Object.keys(type.fields)
    const meant = suggest(field, known)
    const fixes = meantInstead(where, meant && `${of}.${meant}`)
    return file.complain(where, 'unknown-field', { field, of, meant, known }, { fixes })
  }
  const known = Object.keys(facts)
  const meant = suggest(written, known)
  const args = { fact: written, subject: form.noun, meant, known }
  file.complain(where, 'unknown-fact', args, { fixes: meantInstead(where, meant) })
}

/** As a fact, and as a fact with a field: facts have dots in their names too. */
function splits(written: string): Pick<Question, 'fact' | 'field'>[] {
  const dots = [...written.matchAll(/\./g)].map(({ index }) => index).reverse()
  return [
    { fact: written },
    ...dots.map(at => ({ fact: written.slice(0, at), field: written.slice(at + 1) })),
  ]
}
