import type { Lab, Place, Step } from '../lab/lab.ts'
import { type Ground, onGround } from './ground.ts'
import type { Operation } from './operation.ts'
import { undo } from './operation.ts'
import { placeArgv } from './place.ts'

/** A lab as operations, complete before the first one is carried out. */
export interface Plan {
  /** The lab on this ground. */
  readonly lab: Lab
  readonly setUp: readonly Operation[]
  readonly steps: readonly StepPlan[]
  /** Takes back what the plan itself made, last made first. */
  readonly tearDown: readonly Operation[]
}

export interface StepPlan {
  readonly step: Step
  readonly operations: readonly Operation[]
}

/** The cgroup in which everything runs that names none: where a person's own shell would be. */
export const shellCgroup = 'shell'

export function planLab(given: Lab, ground: Ground): Plan {
  const lab = onGround(given, ground)
  const made = new Set<string>()
  const setUp = makeCgroups(shellCgroup, ground, made)
  const typed = new Set(lab.steps.map(step => step.in.shell))
  const steps = lab.steps.map(step => ({
    step,
    operations: stepOperations(step, step.as !== undefined && typed.has(step.as), ground, made),
  }))
  const done = [...setUp, ...steps.flatMap(({ operations }) => operations)]
  return { lab, setUp, steps, tearDown: done.reverse().flatMap(undo) }
}

/** Limits are written, and read back, before the first process is inside. */
function stepOperations(step: Step, typed: boolean, ground: Ground, made: Set<string>): Operation[] {
  const script = step.run.trimEnd()
  return [
    ...(step.in.cgroup === undefined ? [] : makeCgroups(step.in.cgroup, ground, made)),
    ...limitOperations(step.in, ground),
    actionOf(step, typed, script, ground),
    { op: 'observe', step: step.id },
    ...holdOperations(step),
  ]
}

/** Makes each directory of the path that the plan has not made yet, enabling in every parent what the child needs. */
function makeCgroups(path: string, ground: Ground, made: Set<string>): Operation[] {
  const operations: Operation[] = []
  const names = path.split('/')
  for (let depth = 1; depth <= names.length; depth++) {
    const group = names.slice(0, depth).join('/')
    if (made.has(group)) continue
    made.add(group)
    operations.push({ op: 'make-cgroup', path: `${ground.cgroup}/${group}` })
    if (depth < names.length)
      operations.push({
        op: 'enable-controllers',
        path: `${ground.cgroup}/${group}`,
        controllers: ground.controllers,
      })
  }
  return operations
}

function limitOperations(place: Place, ground: Ground): Operation[] {
  return Object.entries(place.limits).flatMap(([name, { written, text }]): Operation[] => {
    const file = `${ground.cgroup}/${place.cgroup}/${name}`
    return [
      { op: 'write-limit', file, text, written },
      { op: 'read-back', file },
    ]
  })
}

function actionOf(step: Step, typed: boolean, script: string, ground: Ground): Operation {
  if (step.in.shell !== undefined) return { op: 'type', shell: step.in.shell, script }
  const cgroup = `${ground.cgroup}/${step.in.cgroup ?? shellCgroup}`
  const launch = {
    cgroup,
    own: step.in.cgroup !== undefined,
    ...placeArgv(step.in, script, ground.shell, step.as !== undefined),
  }
  return step.as === undefined ? { op: 'run', ...launch } : { op: 'start', as: step.as, typed, ...launch }
}

function holdOperations(step: Step): Operation[] {
  const times = step.expect.flatMap(({ when }) => (when.kind === 'holds' ? [when.for] : []))
  return times.length === 0 ? [] : [{ op: 'hold', step: step.id, ms: Math.max(...times) }]
}
