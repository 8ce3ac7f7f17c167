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
}

/**
 * Everything to read for a check or a question: whether its subject exists, its facts, the subjects they are compared with, what explains a
 * missing file, and the portrait.
 */
export function sourcesOf(judged: Judged): SubjectSources[] {
  return isQuestion(judged) ? questionSources(judged) : checkSources(judged)
}

function checkSources({ subject, facts: expectations }: Check): SubjectSources[] {
  const { facts, presence, portrait } = definitionOf(subject)
  const shown = portrait ? portrait.facts.flatMap(name => facts[name]?.sources ?? []) : []
  return [
    { subject, sources: [...(presence ? presence.sources : []), ...explaining(subject), ...shown] },
    ...Object.entries(expectations).flatMap(([name, expectation]) => {
      const fact = facts[name]
      return [
        { subject, sources: factSources(subject, fact) },
        ...comparedWith(expectation).map(subject => ({
          subject,
          sources: factSources(subject, fact?.comparedWith ?? fact),
        })),
      ]
    }),
    ...Object.values(expectations)
      .flatMap(namedIn)
      .map(subject => ({ subject, sources: definitionOf(subject).presence?.sources ?? [] })),
    ...(portrait ? [{ subject: machine, sources: shown }] : []),
  ]
}

function factSources(subject: Subject, { sources, explainedBy = [] }: Partial<Fact> = {}): Source[] {
  return [...(definitionOf(subject).presence?.sources ?? []), ...(sources ?? []), ...explainedBy]
}

function questionSources(question: Question): SubjectSources[] {
  const { subject } = question
  const { sources = [], explainedBy = [] } = askedFact(question)?.fact ?? {}
  const present = definitionOf(subject).presence?.sources ?? []
  return [{ subject, sources: [...present, ...explaining(subject), ...sources, ...explainedBy] }]
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
