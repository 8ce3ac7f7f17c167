import type { Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'
import { memberCheck } from '../proposed-check.ts'
import { commands } from '../shell/commands.ts'
import { cgroupWrite } from '../shell/limit-line.ts'
import { bare } from './sibling-group.ts'

/** Puts a sleeping process into the cgroup in place of the step's own. */
export function otherProcess(step: Step): Change[] {
  const steps = step.in.cgroup === undefined ? inText(step) : inPlace(step)
  const how = 'puts a different process into the cgroup'
  return steps ? [{ word: 'other-process', how, ...memberCheck(step), steps }] : []
}

function inPlace(step: Step): Step[] {
  const { cgroup: _, ...place } = step.in
  const decoy = { ...bare(step), id: `${step.id}-decoy`, as: `${step.id}-decoy`, run: decoyCommand }
  const { cgroup, limits } = step.in
  return [
    { ...decoy, in: { namespaces: [], limits, ...(cgroup !== undefined && { cgroup }) } },
    { ...step, in: { ...place, limits: {} } },
  ]
}

const decoyCommand = 'sleep infinity'

function inText(step: Step): Step[] | undefined {
  const all = commands(step.run)
  const run = all.flatMap(command => {
    const write = cgroupWrite(command)
    if (write?.file !== 'cgroup.procs' || !['$$', '0'].includes(write.value)) return [command]
    return [`${decoyCommand} >/dev/null 2>&1 &`, write.with({ value: '$!' })]
  })
  return run.length === all.length ? undefined : [{ ...step, run: run.join('\n') }]
}
