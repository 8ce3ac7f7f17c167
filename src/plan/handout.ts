import type { Check, Expectation, Lab, Need, Question, Step } from '../lab/lab.ts'
import { printable } from '../printable.ts'
import { definitionOf, subjectKey } from '../subject/subject.ts'
import type { Ground } from './ground.ts'
import { asksForGrowth, stepsBefore } from './growth.ts'
import { answerCommands, lookCommands } from './look-line.ts'
import type { Operation } from './operation.ts'
import { planLab, type StepPlan } from './plan.ts'
import { shellLine } from './shell-line.ts'
import { variable } from './shell-syntax.ts'
import { terminalsOf } from './terminal.ts'

/** A lab on paper for a learner: tasks, room for commands, and questions that the kernel answers. The lab's script is the solution. */
export function labHandout(given: Lab, ground: Ground): string {
  const { lab, setUp, steps } = planLab(given, ground)
  const terminals = terminalsOf(lab)
  const isOne = new Set(terminals.values()).size <= 1
  const terminalWords = ({ id }: Step) => (isOne ? '' : `in terminal ${terminals.get(id)}`)
  const blocks = [
    `# ${lab.title}`,
    lab.about,
    ...effort(lab),
    ...beforehand(lab, setUp, ground),
    ...steps.flatMap((each, index) => stepBlocks(each, index + 1, terminalWords(each.step), ground)),
    ...(lab.reads.length > 0 ? ['## Read on', list(lab.reads)] : []),
  ]
  return `${blocks.map(block => printable(block).trim()).join('\n\n')}\n`
}

/** How hard it is, and how long it takes. */
function effort({ level, minutes }: Lab): string[] {
  const words = [...(level ? [level] : []), ...(minutes ? [`about ${minutes} minutes`] : [])]
  return words.length > 0 ? [`*${words.join(', ')}*`] : []
}

function beforehand(lab: Lab, setUp: readonly Operation[], ground: Ground): string[] {
  const names = lab.steps.flatMap(step => step.as ?? [])
  const [files, groups] = [true, false].map(is => setUp.filter(({ op }) => (op === 'put-file') === is)) as [
    Operation[],
    Operation[],
  ]
  return [
    '## Before you begin',
    'You need a root shell on a disposable Linux machine with cgroup v2.' +
      (lab.needs.length > 0 ? ` It must have ${lab.needs.map(needWords).join(', ')}.` : ''),
    'Give that shell a cgroup of its own:',
    code([...groups.map(shellLine), `echo $$ > ${ground.cgroup}/shell/cgroup.procs`]),
    ...(files.length > 0
      ? [
          'This lab works with files that you find in the machine. Elsewhere, make them:',
          code(files.map(shellLine)),
        ]
      : []),
    ...(names.length > 0
      ? [
          'This lab names some of its processes. Open a second root shell to look at them, and when you start one, put its PID there into a variable:',
          code(names.map(name => `${variable(name)}=      # the PID of ${name}, as seen from outside`)),
        ]
      : []),
  ]
}

const needWords = ({ kind, name }: Need) =>
  ({
    controller: `the cgroup controller \`${name}\``,
    namespace: `${name} namespaces`,
    permission: `permission to use ${name}`,
    command: `the command \`${name}\``,
    file: `the file \`${name}\``,
  })[kind]

function stepBlocks({ step, later }: StepPlan, number: number, terminal: string, ground: Ground): string[] {
  const shell = step.in.shell === undefined ? '' : `into the shell \`${step.in.shell}\``
  const places = [shell, terminal].filter(place => place !== '')
  const where = places.length === 0 ? '' : ` Type them ${places.join(', ')}.`
  return [
    `## ${number}. ${step.id}`,
    step.text,
    ...(step.task === undefined ? [] : [`**Task.** ${step.task.trim()}`]),
    ...(step.hints.length > 0 ? [`Hints:\n\n${list(step.hints)}`] : []),
    `**Your commands.**${where}`,
    code(['', '', '']),
    ...(step.expect.length > 0 ? ['**What does the kernel say now?**', questions(step, ground)] : []),
    ...(later.length > 0 ? ['**Note for a later step:**', notes(later, ground)] : []),
    ...(step.question ? questionBlocks(step.question, ground) : []),
  ]
}

/** The question of the author, and where its answer can be read. */
const questionBlocks = (question: Question, ground: Ground): string[] => [
  `**Question.** ${question.ask}`,
  table(
    ['where to look', 'your answer'],
    [[answerCommands(question, ground).map(codeSpan).join('<br>'), '']],
  ),
]

function questions(step: Step, ground: Ground): string {
  const rows = step.expect.flatMap(check =>
    Object.entries(check.facts).map(([name, expectation]) => [
      question(check, name, expectation),
      look({ ...check, facts: { [name]: expectation } }, ground),
      '',
    ]),
  )
  return table(['question', 'where to look', 'your answer'], rows)
}

/** What a later step compares with, to be written down now. */
const notes = (later: readonly Check[], ground: Ground): string =>
  table(
    ['where to look', 'what you see'],
    later.map(check => [look(check, ground), '']),
  )

/** Asks for what a check expects without giving it away. */
function question({ subject, when }: Check, name: string, expectation: Expectation): string {
  const fact = definitionOf(subject).facts[name]
  const fields = expectation.match === 'fields' ? ` (${Object.keys(expectation.fields).join(', ')})` : ''
  const asked = name === 'value' ? '' : `: ${name}${fields}`
  const moment = { now: '', ever: ', at some moment', holds: ', and does it stay so' }[when.kind]
  const moments = [
    ...(asksForGrowth(expectation) ? ['before this step'] : []),
    ...stepsBefore(expectation).map(step => `the end of ${step}`),
  ]
  const since = moments.length > 0 ? `, compared with ${moments.join(' and ')}` : ''
  return `**${subjectKey(subject)}${asked}${moment}${since}?** ${fact?.means ?? ''}`
}

function look(check: Check, ground: Ground): string {
  const commands = lookCommands(check, ground)
  if (commands.length > 0) return commands.map(codeSpan).join('<br>')
  return definitionOf(check.subject).record?.seenBy ?? ''
}

/** A code span of any text, with more backquotes around it than stand together inside. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`
}

const list = (items: readonly string[]) => items.map(item => `- ${item.trim()}`).join('\n')

const code = (lines: readonly string[]) => ['```sh', ...lines, '```'].join('\n')

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
