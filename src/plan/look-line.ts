import type { Binding } from '../evidence/binding.ts'
import type { Source } from '../kernel/fact.ts'
import { typedLine } from '../kernel/typed-line.ts'
import type { Check, Step } from '../lab/lab.ts'
import { fillPlan } from '../subject/binding-plan.ts'
import type { Selector } from '../subject/selector.ts'
import { bindingPlan, definitionOf, type Subject, subjectKey } from '../subject/subject.ts'
import { comment } from './comment.ts'
import type { Ground } from './ground.ts'
import { quote, variable } from './shell-syntax.ts'

/** The looks of a step as shell lines, each check's expectation above them as a comment. */
export function lookLines(step: Step, ground: Ground): string[] {
  return step.expect.flatMap(check => [
    ...comment(expectationText(check)),
    ...lookCommands(check, ground).map(command => `look ${command}`),
  ])
}

/** The commands that show a person what a check asks; a named process is a shell variable. */
export const lookCommands = (check: Check, ground: Ground): string[] => [
  ...new Set(factSources(check).flatMap(source => sourceLine(source, shellBinding(check.subject, ground)))),
]

const factSources = ({ subject, facts }: Check) =>
  Object.keys(facts).flatMap(name => definitionOf(subject).facts[name]?.sources ?? [])

/** A person looks at all links of a process at once. */
function sourceLine(source: Source, binding: Binding): string[] {
  const line = typedLine(source, binding, quote)
  if (line === undefined) return []
  const links = /^readlink (\/proc\/.+\/ns)\/\w+$/.exec(line)
  return [links ? `ls -l ${links[1]}` : line]
}

function expectationText(check: Check): string {
  const facts = Object.entries(check.facts).map(
    ([fact, { text }]) => `${fact === 'value' ? '' : `${fact} `}${text}`,
  )
  const moment = { now: '', ever: ' at some moment', holds: ' for a while' }[check.when.kind]
  return `${subjectKey(check.subject)} must be: ${facts.join(', ')}${moment}.${check.why ? ` ${check.why}` : ''}`
}

/** The binding of a subject in a script, where a process is a shell variable. */
function shellBinding(subject: Subject, { cgroup }: Ground): Binding {
  const plan = bindingPlan(subject)
  return fillPlan(plan, plan.process && shellProcess(plan.process, cgroup), cgroup)
}

/** The words that expand to the number of a process. */
function shellProcess(process: Selector | 'machine', base: string): string {
  if (process === 'machine') return 'self'
  if ('name' in process) return `$${variable(process.name)}`
  if ('cgroup' in process) return `$(cat ${base}/${process.cgroup}/cgroup.procs)`
  return `$(pgrep -P $${variable(process['child-of'])})`
}
