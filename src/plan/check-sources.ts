import type { Fact, Source } from '../kernel/fact.ts'
import { askedFact } from '../lab/asked-fact.ts'
import { isQuestion, type Judged } from '../lab/judged.ts'
import type { Check, Expectation, Question } from '../lab/lab.ts'
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

/** The subjects that `same-as` names, at any depth. */
function comparedWith(expectation: Expectation): Subject[] {
  switch (expectation.match) {
    case 'same-as':
      return [comparedSubject(expectation.as)]
    case 'not':
      return comparedWith(expectation.of)
    case 'contain':
      return expectation.items.flatMap(comparedWith)
    case 'fields':
      return Object.values(expectation.fields).flatMap(comparedWith)
    default:
      return []
  }
}
