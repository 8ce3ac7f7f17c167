import type { Lab, Step } from '../lab/lab.ts'
import { comment } from './comment.ts'
import { lookLines } from './look-line.ts'
import type { Operation } from './operation.ts'
import type { Ground, Plan } from './plan.ts'
import { planLab, shellCgroup } from './plan.ts'
import { shellLine } from './shell-line.ts'
import { variable } from './variable.ts'
import { wrappers } from './wrapper.ts'

/** A lab as a shell script: every operation of the plan and every look of the checks, readable, and runnable by hand as root. */
export function labScript(lab: Lab, ground: Ground): string {
  const plan = planLab(lab, ground)
  const shells = [...new Set(lab.steps.flatMap(step => step.in.shell ?? []))]
  return [
    ...head(lab),
    ...(lab.steps.some(step => step.as !== undefined) ? settleFunction : []),
    ...enterShellCgroup(plan, ground),
    ...plan.steps.flatMap(({ step, operations }, index) => [
      '',
      ...comment(`${index + 1}. ${step.id}: ${step.text}`),
      ...operations.flatMap(operation => operationLines(operation, step, shells, ground)),
    ]),
    '',
    '# Leave nothing behind.',
    `echo $$ > /sys/fs/cgroup$home/cgroup.procs`,
    ...plan.tearDown.map(shellLine),
    '',
  ].join('\n')
}

function head(lab: Lab): string[] {
  return [
    '#!/bin/sh',
    ...comment(`${lab.title}\n\n${lab.about}`),
    '#',
    '# Run it as root in a machine you can throw away, such as the one `unboxed shell` opens.',
    '',
  ]
}

/** The program itself is below the wrappers that started it: this goes down to it, as the runner does. */
const settleFunction = [
  '# settle PID: from a process down through wrappers, which have their command at the end of their own words.',
  'words() { tr "\\0" " " < "/proc/$1/cmdline"; }',
  'settle() {',
  '  case $(words "$1") in',
  '    "$(words $$)") ;; # not yet become its program',
  `    ${wrappers.map(name => `${name}" "*`).join('|')})`,
  '      for child in $(pgrep -P "$1"); do',
  '        case $(words "$1") in *" $(words "$child")") settle "$child"; return ;; esac',
  '      done ;;',
  '    *) echo "$1"; return ;;',
  '  esac',
  '  sleep 0.1; settle "$1"',
  '}',
  '',
]

function enterShellCgroup(plan: Plan, ground: Ground): string[] {
  return [
    '# This shell gets a cgroup of its own, as every step does.',
    'home=$(cut -d: -f3 /proc/self/cgroup)',
    ...plan.setUp.map(shellLine),
    `echo $$ > ${ground.cgroup}/${shellCgroup}/cgroup.procs`,
  ]
}

function operationLines(
  operation: Operation,
  step: Step,
  shells: readonly string[],
  ground: Ground,
): string[] {
  const line = shellLine(operation)
  if (operation.op === 'observe') return lookLines(step, ground)
  if (operation.op === 'type') return typeLines(line, 3 + shells.indexOf(operation.shell))
  if (operation.op !== 'start') return [line]
  const name = variable(operation.as)
  const descriptor = 3 + shells.indexOf(operation.as)
  const started = operation.argv[0] === 'sh' ? '$!' : '$(settle $!)'
  return operation.typed
    ? [
        `mkfifo /tmp/${name}`,
        `${line} < /tmp/${name} &`,
        `exec ${descriptor}> /tmp/${name}; ${name}=${started}; rm /tmp/${name}`,
      ]
    : [line, `${name}=${started}`]
}

/** What is typed into a standing shell goes through the pipe it reads. */
function typeLines(script: string, descriptor: number): string[] {
  return [`cat >&${descriptor} <<'typed'`, script, 'typed', 'sleep 1']
}
