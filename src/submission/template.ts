import type { Lab, Step } from '../lab/lab.ts'
import { comment } from '../plan/comment.ts'
import { type Ground, onGround } from '../plan/ground.ts'
import { fileName } from '../plan/script.ts'
import { modeText } from '../plan/shell-syntax.ts'
import { terminalsOf } from '../plan/terminal.ts'
import { printable } from '../printable.ts'

/** The name of a lab's template. */
export const templateName = (lab: Pick<Lab, 'id'>): string => `${fileName(lab)}.template.sh`

/** A script that a learner fills in and hands in: every step as a comment, its line `#: STEP`, and room for commands. */
export function labTemplate(given: Lab, ground: Ground): string {
  const lab = onGround(given, ground)
  const terminals = terminalsOf(lab)
  return [
    ...[`# unboxed-lab: ${lab.id}`, `# unboxed-seed: ${lab.seed}`, '# unboxed-learner:', '#'],
    ...indented(`${lab.title}\n\n${lab.about.trim()}`),
    ...materialLines(lab),
    '#',
    ...comment(guide),
    '#',
    `#   unboxed replay ${templateName(lab)}`,
    ...lab.steps.flatMap((step, index) => stepLines(step, index + 1, terminals.get(step.id) ?? 1)),
    '',
  ].join('\n')
}

/** The files that the machine has before the first step, as they are. */
const materialLines = ({ files = [] }: Lab): string[] =>
  files.flatMap(({ path, mode, text }) => [
    '#',
    `# The machine has the file ${path}, with mode ${modeText(mode)}:`,
    ...printable(text.replace(/\n$/, ''))
      .split('\n')
      .map(line => `#   | ${line}`.trimEnd()),
  ])

const guide = `Write your name after "unboxed-learner:", and below each line that begins with #: the commands of that step, as you would type \
them at the prompt. @2 after the name of a step is a second terminal: use one where the first is occupied by a shell that you started. \
\${NAME.pid} stands for the PID of a process that the lab calls NAME. Leave the lines that begin with #: as they are. Then hand it in:`

function stepLines(step: Step, number: number, terminal: number): string[] {
  return [
    '',
    '',
    ...comment(`${number}. ${step.id}`),
    ...indented(step.text),
    ...(step.task === undefined ? [] : ['#', ...indented(`Task: ${step.task}`)]),
    ...step.hints.flatMap(hint => indented(`Hint: ${hint}`)),
    `#: ${step.id}${terminal === 1 ? '' : ` @${terminal}`}`,
    '',
  ]
}

/** A lab's own words, indented so that no line of them is read as a header. */
const indented = (text: string) => comment(text).map(line => line.replace(/^# /, '#   '))
