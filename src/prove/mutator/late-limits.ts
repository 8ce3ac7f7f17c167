import type { Check, Step } from '../../lab/lab.ts'
import { definitionOf } from '../../subject/subject.ts'
import type { Change } from '../mutant.ts'
import { commands } from '../shell/commands.ts'
import { limitWrite } from '../shell/limit-line.ts'

/** Writes the limits only after the process has run for a while, and kept what it took by then. */
export function lateLimits(step: Step): Change[] {
  const steps = stepsOf(step)
  return steps
    ? [{ word: 'late-limits', how: 'writes the limits only after the process has started', steps }]
    : []
}

function stepsOf(step: Step): Step[] | undefined {
  if (Object.keys(step.in.limits).length === 0) return lateInText(step)
  const { cgroup, namespaces, root, user } = step.in
  if (step.as !== undefined) {
    const { question: _, ...first } = withoutLimits(step)
    return [{ ...first, expect: step.expect.filter(isOfAction) }, after(step)]
  }
  const isPlain = namespaces.length === 0 && root === undefined && user === undefined
  if (!isPlain || cgroup === undefined) return undefined
  const run = `( sleep 1; ${limitLines(step).join('; ')} ) &\n${step.run}`
  return [{ ...withoutLimits(step), run }]
}

const withoutLimits = (step: Step): Step => ({ ...step, in: { ...step.in, limits: {} } })

/** A further step that writes the limits; the checks and the question move there. */
function after({ as: _, ...step }: Step): Step {
  return {
    ...step,
    id: `${step.id}-late`,
    in: { namespaces: [], limits: {} },
    run: ['sleep 3', ...limitLines(step)].join('\n'),
    expect: step.expect.filter(check => !isOfAction(check)),
  }
}

/** Whether a check is about the step itself: its output, exit or duration. */
const isOfAction = ({ subject }: Check) => definitionOf(subject).record !== undefined

function limitLines({ in: { cgroup, limits } }: Step): string[] {
  return Object.entries(limits).map(([name, { text }]) => {
    const value = /^\w+$/.test(text) ? text : `'${text}'`
    return `echo ${value} > \${cgroup}/${cgroup}/${name}`
  })
}

/** Moves the lines of a script that write limits to its end. */
function lateInText(step: Step): Step[] | undefined {
  const all = commands(step.run)
  const late = all.filter(limitWrite)
  const run = [...all.filter(command => !late.includes(command)), ...late].join('\n')
  return late.length === 0 || run === all.join('\n') ? undefined : [{ ...step, run }]
}
