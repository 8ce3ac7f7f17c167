import type { Source } from '../kernel/fact.ts'
import type { Check, Expectation } from '../lab/lab.ts'
import { comparedSubject, definitionOf, machine, type Subject } from '../subject/subject.ts'

/** What to read of one subject. */
export interface SubjectSources {
  readonly subject: Subject
  readonly sources: readonly Source[]
}

/**
 * Everything to read for a check: whether its subject exists, its facts, the subjects they are compared with, what explains a
 * missing file, and the portrait.
 */
export function checkSources({ subject, facts: expectations }: Check): SubjectSources[] {
  const { facts, presence, controllers, portrait } = definitionOf(subject)
  const shown = portrait ? portrait.facts.flatMap(name => facts[name]?.sources ?? []) : []
  const explains: Source[] = controllers === undefined ? [] : [{ read: 'file', path: controllers }]
  return [
    { subject, sources: [...(presence ? presence.sources : []), ...explains, ...shown] },
    ...Object.entries(expectations).flatMap(([name, expectation]) => {
      const { sources = [], explainedBy = [] } = facts[name] ?? {}
      return [subject, ...comparedWith(expectation)].map(subject => ({
        subject,
        sources: [...(definitionOf(subject).presence?.sources ?? []), ...sources, ...explainedBy],
      }))
    }),
    ...(portrait ? [{ subject: machine, sources: shown }] : []),
  ]
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
