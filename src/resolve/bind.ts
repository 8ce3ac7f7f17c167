import type { Binding, Unbound } from '../evidence/binding.ts'
import type { HandLook, HandProcess } from '../evidence/hand.ts'
import type { BindingPlan } from '../subject/binding-plan.ts'
import { fillPlan } from '../subject/binding-plan.ts'
import { bindingPlan, type Subject } from '../subject/subject.ts'
import { type Assignment, aliveIn } from './assignment.ts'

/** What names and paths stand for on the machine of an attempt. */
export interface HandGround {
  /** Where `${cgroup}` is. */
  readonly cgroup: string
  /** PID of a process whose namespaces are the machine's own. */
  readonly host: number
}

/** The binding of a subject at the moment of a look, if names stand for these processes. */
export function bindAt(
  subject: Subject,
  look: HandLook,
  assignment: Assignment,
  ground: HandGround,
): Binding | Unbound {
  const plan = bindingPlan(subject)
  if (plan.process === undefined) return fillPlan(plan, undefined, ground.cgroup)
  if (plan.process === 'machine') return fillPlan(plan, ground.host, ground.cgroup)
  const found = selected(plan.process, look, assignment, ground)
  if ('missing' in found) return found
  return { ...fillPlan(plan, found.pid, ground.cgroup), taken: `pid ${found.pid}` }
}

/** The binding of a subject of one process, whichever name it has. */
export const bindTo = (subject: Subject, { pid }: HandProcess, { cgroup }: HandGround): Binding =>
  fillPlan(bindingPlan(subject), pid, cgroup)

function selected(
  selector: Exclude<BindingPlan['process'], 'machine' | undefined>,
  look: HandLook,
  assignment: Assignment,
  { cgroup }: HandGround,
): HandProcess | Exclude<Unbound, { refused: unknown }> {
  if ('name' in selector) return named(selector.name, look, assignment)
  if ('cgroup' in selector) {
    const path = `${cgroup}/${selector.cgroup}`
    const members = look.processes.filter(process => process.cgroup === path)
    return theOnly(members, `in cgroup ${selector.cgroup}`)
  }
  const parent = named(selector['child-of'], look, assignment)
  if ('missing' in parent) return parent
  const children = look.processes.filter(process => process.parent === parent.pid)
  return theOnly(children, `started by ${selector['child-of']}`)
}

function named(name: string, look: HandLook, assignment: Assignment): HandProcess | { missing: string } {
  const process = assignment.get(name)
  const alive = process && aliveIn(process, look)
  // It was read for no name as long as it was a login shell like any other.
  if (!process || alive?.login) return { missing: `there is no process that could be ${name}` }
  return alive ?? { missing: `${name} (pid ${process.pid}) has ended` }
}

function theOnly(
  [process, ...others]: readonly HandProcess[],
  where: string,
): HandProcess | { missing: string; found?: number } {
  if (!process) return { missing: `there is no process ${where}` }
  if (others.length === 0) return process
  const found = others.length + 1
  return { missing: `there are ${found} processes ${where} instead of one`, found }
}
