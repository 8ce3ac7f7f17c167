import type { Source } from '../kernel/fact.ts'
import type { Check, Expectation } from '../lab/lab.ts'
import { subjectKey } from '../lab/subject-key.ts'
import { subjects } from '../subject/registry.ts'

/** What must be read of one subject, named by its key, for checks to be judged. */
export interface Look {
  readonly key: string
  readonly sources: readonly Source[]
}

/** Everything a check rests on: its facts, whether the subject is there at all, and what it is compared with. */
export function looksOf(check: Check): Look[] {
  const { facts, presence } = subjects[check.subject.kind]
  const key = subjectKey(check.subject)
  const looks: Look[] = [{ key, sources: [...(presence ? presence.sources : []), ...context(check)] }]
  for (const [name, expectation] of Object.entries(check.facts)) {
    const sources = facts[name]?.sources ?? []
    looks.push({ key, sources })
    for (const other of comparedWith(expectation)) looks.push({ key: other, sources })
  }
  if (check.subject.kind === 'process') looks.push({ key: 'host', sources: portrait })
  return looks
}

/** Read beside the facts: a process is shown inside and outside, and a missing cgroup file is explained by its controllers. */
function context(check: Check): readonly Source[] {
  if (check.subject.kind === 'process') return portrait
  if (check.subject.kind === 'cgroup') return [{ read: 'file', path: '{cgroup}/cgroup.controllers' }]
  return []
}

const portrait: readonly Source[] = ['pid', 'namespaces', 'cgroup', 'user'].flatMap(
  name => subjects.process.facts[name]?.sources ?? [],
)

/** The keys of the subjects that `same-as` names, at any depth. */
function comparedWith(expectation: Expectation): string[] {
  switch (expectation.match) {
    case 'same-as':
      return [expectation.as === 'host' ? 'host' : `process ${expectation.as}`]
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
