import type { Lab, Need } from '../lab/lab.ts'
import type { Words } from '../linux/shell-script.ts'
import { isShell, lineEnd } from '../linux/wrapper.ts'
import { comment } from './comment.ts'
import type { Ground } from './ground.ts'
import { lookLines } from './look-line.ts'
import type { Launch, Operation, OperationKind } from './operation.ts'
import { asVariables, hasPid } from './pid-reference.ts'
import type { Plan, StepPlan } from './plan.ts'
import { planLab } from './plan.ts'
import { machinery } from './script-machinery.ts'
import { shellLine } from './shell-line.ts'
import { commandLine, hereDocument, isShellText, modeText, quote } from './shell-syntax.ts'

/** A lab as a shell script that runs without unboxed: the steps first, for a person to read, then the functions that they call. */
export function labScript(lab: Lab, ground: Ground): string {
  const plan = planLab(lab, ground)
  return [
    ...head(plan.lab, ground),
    'steps() {',
    '',
    '# Steps without a cgroup of their own run in this one, where your shell would be.',
    ...plan.setUp.flatMap(operation => operationLines(operation)),
    ...plan.steps.flatMap((each, index) => stepLines(each, index + 1, ground)),
    '',
    '}',
    '',
    ...needsFunction(lab.needs),
    '',
    ...cleanFunction(plan),
    '',
    ...machinery({ ground, state: `/run/${fileName(lab)}` }),
  ].join('\n')
}

/** The name of files made from a lab, without an ending: a word that needs no quotes in a shell. */
export const fileName = ({ id }: Pick<Lab, 'id'>) =>
  id.replaceAll('/', '-').replace(/[^\p{L}\p{N}_.@%+=:,-]/gu, '_')

function head(lab: Lab, { shell }: Ground): string[] {
  const script = `${fileName(lab)}.sh`
  const drawn = Object.entries(lab.vars).map(([name, value]) => `${name} = ${value}`)
  return [
    `#!/bin/${shell}`,
    ...comment(`${lab.title}\n\n${lab.about.trim()}`),
    '#',
    ...(drawn.length > 0 ? [...comment(`Drawn from the seed ${lab.seed}: ${drawn.join(', ')}.`), '#'] : []),
    '# Run it as root on a disposable machine, such as the one that `unboxed shell` opens:',
    '#',
    `#   ${shell} ${script}           runs every step, shows what the kernel says, and leaves everything in place`,
    `#   ${shell} ${script} --step    pauses after each step, so that you can look around; Enter continues`,
    `#   ${shell} ${script} --clean   removes everything it made`,
    '',
  ]
}

function stepLines({ step, operations, later }: StepPlan, number: number, ground: Ground): string[] {
  return [
    '',
    ...comment(`${number}. ${step.id}: ${step.text}`),
    `step ${number} ${step.id}`,
    ...operations.flatMap(operationLines),
    ...lookLines(step, later, ground),
    'pause',
  ]
}

const operationLines = (operation: Operation): string[] => lines[operation.op](operation as never)

const plain = (operation: Operation) => [shellLine(operation)]
const nothing = () => []

/** An operation in the script: a plain command, or a call of a function if something must be remembered. */
const lines = {
  'make-cgroup': ({ path }) => [`make ${path}`],
  'put-file': ({ path, mode, text }) => [
    `put ${modeText(mode)} ${path} ${hereDocument(text.replace(/\n$/, ''))}`,
  ],
  'enable-controllers': ({ path, controllers, needed }) => [
    [controllers.length > 0 ? 'enable' : 'enable_also', path, ...needed].join(' '),
  ],
  'write-limit': plain,
  'read-back': plain,
  run: launch => withScript('run', launch),
  start: ({ as, holdsTerminal: _, ...launch }) => [...endLines(launch), ...withScript(`start ${as}`, launch)],
  type: ({ shell, script }) => [`say ${shell} ${hereDocument(asVariables(script))}`],
  observe: nothing,
  hold: nothing,
} satisfies { [K in OperationKind]: (operation: Extract<Operation, { op: K }>) => string[] }

/** The process that the words lead to, unless it is the started process itself. */
function endLines({ argv }: Launch): string[] {
  const end = lineEnd(argv)
  if ('because' in end || end.words === argv) return []
  const patterns = [end.words, ...(end.shell ? [end.shell] : [])].map(linePattern)
  return [`ends_in ${patterns.map(quote).join(' ')}`]
}

/** A pattern for `case` that matches a command line with these words; every shell counts as `sh`. */
function linePattern(words: Words): string {
  const [program, ...rest] = words
  const wordPattern = (word: string | null | undefined) =>
    typeof word === 'string' && !hasPid(word) ? escaped(word) : '*'
  const first = typeof program === 'string' && isShell(program) ? 'sh' : wordPattern(program)
  return [first, ...rest.map(wordPattern)].join(' ')
}

const escaped = (word: string) => word.replace(/[*?[\]\\]/g, '\\$&')

/** The script for `bash -c` follows as a here-document, as it was written. */
function withScript(verb: string, { cgroup, argv }: Launch): string[] {
  const script = isShellText(argv.slice(0, -1)) ? argv.at(-1) : undefined
  return script === undefined
    ? [`${verb} ${cgroup} ${commandLine(argv)}`]
    : [`${verb} ${cgroup} ${commandLine(argv.slice(0, -1))} ${hereDocument(asVariables(script))}`]
}

function needsFunction(needs: readonly Need[]): string[] {
  return ['needs() {', '  :', ...needs.map(({ kind, name }) => `  need ${kind} ${quote(name)}`), '}']
}

function cleanFunction({ lab, groups }: Plan): string[] {
  const files = lab.files ? ['  take_files'] : []
  return [
    'clean() {',
    '  end_processes',
    ...groups.map(path => `  remove ${path}`),
    ...files,
    '  forget',
    '}',
  ]
}
