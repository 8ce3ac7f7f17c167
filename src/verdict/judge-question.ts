import type { MachineRecord, StepEvidence } from '../evidence/evidence.ts'
import type { Fact, Value } from '../kernel/fact.ts'
import { type AskedFact, askedFact } from '../lab/asked-fact.ts'
import type { Question } from '../lab/lab.ts'
import { readAnswer, writeAnswer, wrongAnswer } from './answer.ts'
import { evidenceOf, type Texts } from './evidence-of.ts'
import { because, endOf, type Judgement } from './judge-check.ts'
import { findSubject } from './presence.ts'
import { readFact } from './read-fact.ts'
import { reason } from './reason.ts'
import { judgeMissingField, judgeRefused, type NoValue } from './refusal.ts'
import { sameValue } from './same-value.ts'
import { seenPart } from './seen-part.ts'
import type { FactVerdict } from './verdict.ts'

/** Judges what was answered to the question of a step. A wrong answer is reported without the right one. */
export function judgeQuestion(question: Question, evidence: StepEvidence, machine: MachineRecord): Judgement {
  const { answer = '', ended } = evidence
  const asked = askedFact(question)
  const given = answer.trim()
  if (!endOf(evidence)) return because(ended ?? notObserved)
  if (!asked) return because(reason('unknown-fact', { subject: question.subject.kind, fact: question.fact }))
  const fail = (message: string) => told(question, asked, { outcome: 'fail', observed: given, message })
  const right = rightAnswer(question, asked, evidence, machine)
  if ('reason' in right) return because(right.reason)
  if (given === '') return fail('not answered')
  const value = readAnswer(given, asked.type)
  if (typeof value === 'object') return fail(value.wrong)
  if ('fail' in right) return fail(right.fail)
  if (!isSame(value, right.value, asked.fact)) return fail(`${given} is not what the kernel says`)
  const shown = evidenceOf(asked.fact, right, { field: asked.field })
  const { seen = 'inside' } = right
  return told(question, asked, { outcome: 'pass', observed: given, message: given, evidence: shown, seen })
}

/** What the reference answers: what the kernel said, or in a mutant something else. */
export function answerTo(
  question: Question,
  evidence: StepEvidence,
  machine: MachineRecord,
): string | undefined {
  const asked = askedFact(question)
  const right = asked && rightAnswer(question, asked, evidence, machine)
  if (!right || !('value' in right)) return undefined
  const write = { right: writeAnswer, another: wrongAnswer, empty: () => '' }[question.mistake ?? 'right']
  return write(right.value, asked.type)
}

const notObserved = reason('not-observed', { moment: 'at the end of the step' })

function told(
  { ask }: Question,
  { name, fact }: AskedFact,
  {
    evidence = [],
    ...found
  }: Pick<FactVerdict, 'outcome' | 'observed' | 'message' | 'seen'> & Partial<Pick<FactVerdict, 'evidence'>>,
): Judgement {
  const { manual } = fact
  const verdict = { fact: name, asked: ask, expected: 'what the kernel says', evidence, manual, ...found }
  return { outcome: found.outcome, facts: [verdict] }
}

/** The kernel keeps sizes in whole pages, rounded down. */
const isSame = (given: Value, right: Value, { page }: Pick<Fact, 'page'>) =>
  sameValue(given, right) ||
  (page !== undefined && typeof given === 'number' && Math.floor(given / page) * page === right)

/** What the kernel said at the end of the step, or why that is not known. */
function rightAnswer(
  { subject, fact: factName, field }: Question,
  { name, fact, field: part, pick }: AskedFact,
  evidence: StepEvidence,
  machine: MachineRecord,
): ({ readonly value: Value } & Texts) | NoValue {
  const sample = endOf(evidence)
  const { exits } = evidence
  if (!sample) return { reason: notObserved }
  const presence = findSubject(subject, sample, { exits, machine })
  if (presence.is === 'unknown') return presence
  if (presence.is === 'absent') {
    const value = Object.hasOwn(presence.facts, factName) ? presence.facts[factName] : undefined
    const { texts, seen, words } = presence
    return value === undefined ? { fail: words } : { value, texts, seen, binding: {} }
  }
  const { binding } = presence
  const sampled = { name, fact, subject, binding, sample, samples: [], machine, exits }
  const reading = readFact(fact, binding, sample, subject)
  switch (reading.is) {
    case 'refused':
      return judgeRefused(sampled, reading)
    case 'unread':
      return { reason: reason('unread', { what: reading.source ?? name }) }
    case 'unreadable': {
      const source = reading.texts.map(({ source }) => source).join(', ')
      return { reason: reason('unreadable', { source, message: reading.message }) }
    }
    case 'contradicted':
      return { reason: reason('contradicted', { what: name }) }
    case 'unsettled':
      return { reason: reason('unsettled', { what: name }) }
    case 'known': {
      const value = pick(reading.value)
      if (!reading.others.every(other => sameValue(pick(other), value)))
        return { reason: reason('unsettled', { what: name }) }
      const seen = seenPart(reading, part)
      if (value !== undefined) return { value, texts: reading.texts, seen, binding }
      return judgeMissingField(field ?? name, sampled) ?? { fail: `there is no ${name}` }
    }
  }
}
