import type { Fact, Source } from '../kernel/fact.ts'
import { askedFact } from '../lab/asked-fact.ts'
import { isQuestion, type Judged } from '../lab/judged.ts'
import type { Check, Expectation, Question } from '../lab/lab.ts'
import { partsOf } from '../lab/parts.ts'
import { comparedSubject, definitionOf, machine, type Subject } from '../subject/subject.ts'

/** What to read about one subject. */
export interface SubjectSources {
  readonly subject: Subject
  readonly sources: readonly Source[]
  /** What is to be known of it: whether it exists, and a fact. */
  readonly facts: readonly Fact[]
}

/**
 * Everything to read for a check or a question: whether its subject exists, its facts, the subjects they are compared with, what explains a
 * missing file, and the portrait.
 */
export function sourcesOf(judged: Judged): SubjectSources[] {
  return isQuestion(judged) ? questionSources(judged) : checkSources(judged)
}

function checkSources({ subject, facts: expectations }: Check): SubjectSources[] {
  const { facts, portrait } = definitionOf(subject)
  const shown = portrait ? portrait.facts.flatMap(name => facts[name]?.sources ?? []) : []
  return [
    read(subject, undefined, [...explaining(subject), ...shown]),
    ...Object.entries(expectations).flatMap(([name, expectation]) => {
      const fact = facts[name]
      return [
        read(subject, fact),
        ...comparedWith(expectation).map(subject => read(subject, fact?.comparedWith ?? fact)),
      ]
    }),
    ...Object.values(expectations)
      .flatMap(namedIn)
      .map(subject => read(subject)),
    ...(portrait ? [{ subject: machine, sources: shown, facts: [] }] : []),
  ]
}

function questionSources(question: Question): SubjectSources[] {
  const { subject } = question
  return [read(subject, askedFact(question)?.fact, explaining(subject))]
}

/** Whether the subject exists, and a fact of it, with what explains why a source of it is missing. */
function read(subject: Subject, fact?: Fact, others: readonly Source[] = []): SubjectSources {
  const { presence } = definitionOf(subject)
  return {
    subject,
    sources: [
      ...(presence?.sources ?? []),
      ...others,
      ...(fact?.sources ?? []),
      ...(fact?.explainedBy ?? []),
    ],
    facts: [presence, fact].flatMap(each => each ?? []),
  }
}

/** What explains that a file of a cgroup is missing. */
function explaining(subject: Subject): Source[] {
  const { controllers } = definitionOf(subject)
  return controllers === undefined ? [] : [{ read: 'file', path: controllers }]
}

/** The subjects of which an expectation also reads the fact, at any depth. */
export const comparedWith = (expectation: Expectation): readonly Subject[] =>
  partsOf(expectation).flatMap(part => {
    if (part.match === 'same-as') return [comparedSubject(part.as)]
    return part.match === 'within' && typeof part.of === 'object' && 'as' in part.of ? [part.of.as] : []
  })

/** The processes whose numbers are expected, at any depth. */
const namedIn = (expectation: Expectation): readonly Subject[] =>
  partsOf(expectation).flatMap(part => (part.match === 'process' ? [comparedSubject(part.name)] : []))
