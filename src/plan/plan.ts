import { cgroupFiles } from '../kernel/cgroup-file.ts'
import type { Check, Lab, Place, Step } from '../lab/lab.ts'
import { type Ground, onGround } from './ground.ts'
import { comparedLater } from './growth.ts'
import { holdTime } from './hold-time.ts'
import type { Operation } from './operation.ts'
import { placeArgv } from './place.ts'
import { holdingTerminal } from './terminal.ts'

/** A lab as operations, complete before the first one is performed. */
export interface Plan {
  /** The lab on this ground. */
  readonly lab: Lab
  readonly setUp: readonly Operation[]
  readonly steps: readonly StepPlan[]
  /** The paths of the cgroups that it makes, the last one first. */
  readonly groups: readonly string[]
}

export interface StepPlan {
  readonly step: Step
  /** Checks of later steps that compare with the end of this one. */
  readonly later: readonly Check[]
  readonly operations: readonly Operation[]
}

/** The cgroup of every step that names none: where a person's own shell would be. */
export const shellCgroup = 'shell'

export function planLab(given: Lab, ground: Ground): Plan {
  const lab = onGround(given, ground)
  const groups: PlannedGroups = new Map()
  const setUp = [...makeCgroups(shellCgroup, [], ground, groups), ...materialOperations(lab)]
  const holding = holdingTerminal(lab.steps)
  const steps = lab.steps.map(step => ({
    step,
    later: comparedLater(lab, step),
    operations: stepOperations(step, step.as !== undefined && holding.has(step.as), ground, groups),
  }))
  const done = [...setUp, ...steps.flatMap(({ operations }) => operations)]
  const made = done.flatMap(operation => (operation.op === 'make-cgroup' ? [operation.path] : []))
  return { lab, setUp, steps, groups: made.reverse() }
}

const materialOperations = ({ files = [] }: Lab): Operation[] =>
  files.map(file => ({ op: 'put-file', ...file }))

/** Limits are written and read back before the first process is inside. */
function stepOperations(
  step: Step,
  holdsTerminal: boolean,
  ground: Ground,
  groups: PlannedGroups,
): Operation[] {
  const script = step.run.trimEnd()
  const needed = controllersOf(step.in)
  return [
    ...(step.in.cgroup === undefined ? [] : makeCgroups(step.in.cgroup, needed, ground, groups)),
    ...limitOperations(step.in, ground),
    actionOf(step, holdsTerminal, script, ground),
    { op: 'observe', step: step.id },
    ...holdOperations(step),
  ]
}

/** The cgroups of the plan so far, each with the controllers that a step has asked it to enable for its children. */
type PlannedGroups = Map<string, ReadonlySet<string>>

/** The controllers that the limits of a place belong to. */
function controllersOf({ limits }: Place): string[] {
  return [...new Set(Object.keys(limits).flatMap(name => cgroupFiles[name]?.controller ?? []))]
}

/**
 * Makes each directory of the path that the plan has not made yet. A new parent enables every controller for its children, so
 * that they have all files; one that exists belongs to the lab, and also enables what the limits of this step need.
 */
function makeCgroups(
  path: string,
  needed: readonly string[],
  ground: Ground,
  groups: PlannedGroups,
): Operation[] {
  const names = path.split('/')
  return names.flatMap((_, index): Operation[] => {
    const group = names.slice(0, index + 1).join('/')
    const isParent = index + 1 < names.length
    const path = `${ground.cgroup}/${group}`
    const asked = groups.get(group)
    const missing = isParent ? needed.filter(name => !asked?.has(name)) : []
    groups.set(group, new Set([...(asked ?? []), ...missing]))
    const enable = { op: 'enable-controllers', path, needed: missing } as const
    if (asked) return missing.length > 0 ? [{ ...enable, controllers: [] }] : []
    return [
      { op: 'make-cgroup', path },
      ...(isParent ? [{ ...enable, controllers: ground.controllers }] : []),
    ]
  })
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

function actionOf(step: Step, holdsTerminal: boolean, script: string, ground: Ground): Operation {
  if (step.in.shell !== undefined) return { op: 'type', shell: step.in.shell, script }
  const cgroup = `${ground.cgroup}/${step.in.cgroup ?? shellCgroup}`
  const launch = {
    cgroup,
    own: step.in.cgroup !== undefined,
    ...placeArgv(step.in, script, ground.shell, step.as !== undefined),
  }
  return step.as === undefined
    ? { op: 'run', ...launch }
    : { op: 'start', as: step.as, holdsTerminal, ...launch }
}

function holdOperations(step: Step): Operation[] {
  const ms = holdTime(step)
  return ms === 0 ? [] : [{ op: 'hold', step: step.id, ms }]
}
