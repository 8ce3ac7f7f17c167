import type { Binding } from '../evidence/binding.ts'
import type { Source } from '../kernel/fact.ts'
import { bindSource, sourceName } from '../kernel/source.ts'
import type { Check, Selector, Step, Subject } from '../lab/lab.ts'
import { subjectKey } from '../lab/subject-key.ts'
import { subjects } from '../subject/registry.ts'
import { comment } from './comment.ts'
import type { Ground } from './plan.ts'
import { variable } from './variable.ts'

/** The looks of a step as shell lines, each check's expectation above them as a comment. */
export function lookLines(step: Step, ground: Ground): string[] {
  return step.expect.flatMap(check => [
    ...comment(expectationText(check)),
    ...lookCommands(check, ground).map(command => `look ${command}`),
  ])
}

/** What a person types to see what a check is about; a named process is a shell variable. */
export const lookCommands = (check: Check, ground: Ground): string[] => [
  ...new Set(factSources(check).flatMap(source => sourceLine(source, shellBinding(check.subject, ground)))),
]

const factSources = ({ subject, facts }: Check) =>
  Object.keys(facts).flatMap(name => subjects[subject.kind].facts[name]?.sources ?? [])

/** A person looks at all links of a process at once. */
function sourceLine(source: Source, binding: Binding): string[] {
  const bound = bindSource(source, binding)
  if (!bound) return []
  const name = sourceName(bound)
  const links = /^readlink (\/proc\/\S+\/ns)\/\w+$/.exec(name)
  if (links) return [`ls -l ${links[1]}`]
  return [name.startsWith('/') ? `cat ${name}` : name]
}

function expectationText(check: Check): string {
  const facts = Object.entries(check.facts).map(
    ([fact, { text }]) => `${fact === 'value' ? '' : `${fact} `}${text}`,
  )
  const moment = { now: '', ever: ' at some moment', holds: ' for a while' }[check.when.kind]
  return `${subjectKey(check.subject)} must be: ${facts.join(', ')}${moment}.${check.why ? ` ${check.why}` : ''}`
}

/** In a script the subject of a check is a shell variable. */
function shellBinding(subject: Subject, ground: Ground): Binding {
  switch (subject.kind) {
    case 'process':
      return { pid: selected(subject.select, ground), cgroup: ground.cgroup }
    case 'cgroup':
      return { cgroup: `${ground.cgroup}/${subject.path}` }
    case 'mount':
      return { pid: of(subject.of, ground), path: subject.target }
    case 'file':
      return { pid: of(subject.of, ground), path: subject.path }
    case 'link':
      return { pid: of(subject.of, ground), name: subject.name }
    default:
      return { pid: 'self' }
  }
}

const of = (selector: Selector | undefined, ground: Ground) =>
  selector ? selected(selector, ground) : 'self'

function selected(selector: Selector, ground: Ground): string {
  if ('name' in selector) return `$${variable(selector.name)}`
  if ('cgroup' in selector) return `$(cat ${ground.cgroup}/${selector.cgroup}/cgroup.procs)`
  return `$(pgrep -P $${variable(selector['child-of'])})`
}
