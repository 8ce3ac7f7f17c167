import type { Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'
import { memberCheck } from '../proposed-check.ts'
import { commands } from '../shell/commands.ts'
import { cgroupWrite } from '../shell/limit-line.ts'

/** Creates the cgroup, but puts the process into a sibling of it. */
export function siblingGroup(step: Step): Change[] {
  const steps = step.in.cgroup === undefined ? inText(step) : inPlace(step, step.in.cgroup)
  const how = 'puts the process into a sibling of the cgroup'
  return steps ? [{ word: 'sibling-group', how, ...memberCheck(step), steps }] : []
}

function inPlace(step: Step, cgroup: string): Step[] {
  const { limits } = step.in
  const group = { ...bare(step), id: `${step.id}-group`, in: { namespaces: [], cgroup, limits }, run: 'true' }
  return [group, { ...step, in: { ...step.in, cgroup: `${cgroup}-beside`, limits: {} } }]
}

/** A step without checks, question and process, to do something else in. */
export function bare({ as: _, question: __, ...step }: Step): Step {
  return { ...step, expect: [] }
}

function inText(step: Step): Step[] | undefined {
  const all = commands(step.run)
  const run = all.flatMap(command => {
    const write = cgroupWrite(command)
    if (write?.file !== 'cgroup.procs' || write.group === '${cgroup}') return [command]
    const group = `${write.group}-beside`
    return [`mkdir -p ${group}`, write.with({ group })]
  })
  return run.length === all.length ? undefined : [{ ...step, run: run.join('\n') }]
}
