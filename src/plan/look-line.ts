import type { Binding } from '../evidence/binding.ts'
import type { Source } from '../kernel/fact.ts'
import { typedLine } from '../kernel/typed-line.ts'
import { askedFact } from '../lab/asked-fact.ts'
import type { Check, Question, Step } from '../lab/lab.ts'
import { fillPlan } from '../subject/binding-plan.ts'
import type { Selector } from '../subject/selector.ts'
import { bindingPlan, definitionOf, machineName, type Subject, subjectWords } from '../subject/subject.ts'
import { comparedWith } from './check-sources.ts'
import { comment } from './comment.ts'
import type { Ground } from './ground.ts'
import { quote, variable } from './shell-syntax.ts'

/** The commands that show what the checks and the question of a step read, each below what is expected or asked as a comment; then what later checks compare with. */
export function lookLines(step: Step, later: readonly Check[], ground: Ground): string[] {
  const { question } = step
  return [
    ...step.expect.flatMap(check => [
      ...comment(expectationText(check)),
      ...lookCommands(check, ground).map(look),
    ]),
    ...(question
      ? [...comment(`Question: ${question.ask}`), ...answerCommands(question, ground).map(look)]
      : []),
    ...(later.length > 0 ? comment('A later step compares with this:') : []),
    ...new Set(later.flatMap(check => lookCommands(check, ground)).map(look)),
  ]
}

/** `look a | b` would pipe what look itself prints into b, so a pipeline is one word in double quotes. */
const look = (command: string): string =>
  command.includes(' | ') ? `look_piped "${command.replace(/["\\`]/g, '\\$&')}"` : `look ${command}`

/** The commands that show the answer to a question. */
export const answerCommands = (question: Question, ground: Ground): string[] =>
  linesOf(askedFact(question)?.fact.sources ?? [], question.subject, ground)

/** The commands that show what a check reads, of the machine apart; a named process is a shell variable. */
export const lookCommands = ({ subject, facts }: Check, ground: Ground): string[] => {
  const known = Object.entries(facts).flatMap(([name, expectation]) => {
    const fact = definitionOf(subject).facts[name]
    return fact
      ? [{ fact, others: comparedWith(expectation).filter(({ kind }) => kind !== machineName) }]
      : []
  })
  return [
    ...new Set([
      ...known.flatMap(({ fact }) => linesOf(fact.sources, subject, ground)),
      ...known.flatMap(({ fact, others }) =>
        others.flatMap(other => linesOf((fact.comparedWith ?? fact).sources, other, ground)),
      ),
    ]),
  ]
}

const linesOf = (sources: readonly Source[], subject: Subject, ground: Ground): string[] => [
  ...new Set(sources.flatMap(source => sourceLine(source, shellBinding(subject, ground)))),
]

/** One command shows all namespace links of a process. */
function sourceLine(source: Source, binding: Binding): string[] {
  const line = typedLine(source, binding, quote)
  if (line === undefined) return []
  const links = /^readlink (\/proc\/.+\/ns)\/\w+$/.exec(line)
  return [links ? `ls -l ${links[1]}` : line]
}

function expectationText(check: Check): string {
  const moment = { now: '', ever: ' at some moment', holds: ' for a while' }[check.when.kind]
  return `Expected of ${subjectWords(check.subject)}: ${factsText(check)}${moment}.${check.why ? ` ${check.why}` : ''}`
}

/** What a check expects, as the author wrote it: `pid 1, hostname not whale`. */
export const factsText = ({ facts }: Pick<Check, 'facts'>): string =>
  Object.entries(facts)
    .map(([fact, { text }]) => (fact === 'value' ? text : `${fact} ${text}`))
    .join(', ')

/** The binding of a subject in a script, where a process is a shell variable. */
function shellBinding(subject: Subject, { cgroup }: Ground): Binding {
  const plan = bindingPlan(subject)
  return fillPlan(plan, plan.process && shellProcess(plan.process, cgroup), cgroup)
}

/** What a shell expands to the PID of a process. */
function shellProcess(process: Selector | 'machine', base: string): string {
  if (process === 'machine') return 'self'
  if ('name' in process) return `$${variable(process.name)}`
  if ('cgroup' in process) return `$(cat ${base}/${process.cgroup}/cgroup.procs)`
  return `$(pgrep -P $${variable(process['child-of'])})`
}
