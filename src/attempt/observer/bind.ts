import { isBound } from '../../evidence/binding.ts'
import type { Sample } from '../../evidence/evidence.ts'
import { goneErrnos } from '../../linux/errno.ts'
import { exitWords } from '../../linux/exit.ts'
import type { BoundSource, Look } from '../../protocol/message.ts'
import { type BindingPlan, fillPlan } from '../../subject/binding-plan.ts'
import type { Selector } from '../../subject/selector.ts'
import { bindingPlan, type Subject } from '../../subject/subject.ts'
import type { LabProcess } from '../actor/process.ts'

type Bound = Sample['bindings'][string]

/** What it takes to find a subject: the paths of this machine, the processes started, and a way to read sources. */
export interface Scene {
  /** Where `${cgroup}` is. */
  readonly cgroup: string
  /** A process whose namespaces are the machine's own. */
  readonly host: number
  readonly processes: ReadonlyMap<string, LabProcess>
  look(sources: BoundSource[]): Promise<Look[]>
}

/** Binds a subject to its current state by carrying out its binding plan on the machine. */
export async function bindSubject(subject: Subject, scene: Scene): Promise<Bound> {
  const plan = bindingPlan(subject)
  const found = plan.process === undefined ? {} : await bindProcess(plan.process, scene)
  if (!isBound(found)) return found
  return {
    ...fillPlan(plan, found.pid, scene.cgroup),
    ...(found.taken !== undefined && { taken: found.taken }),
  }
}

async function bindProcess(process: BindingPlan['process'] & {}, scene: Scene): Promise<Bound> {
  return process === 'machine' ? { pid: scene.host } : bindSelector(process, scene)
}

/** Finds the one process that a selector matches; none and several are both reported. */
export async function bindSelector(selector: Selector, scene: Scene): Promise<Bound> {
  if ('name' in selector) return bindName(selector.name, scene)
  if ('cgroup' in selector)
    return theOnly(`${scene.cgroup}/${selector.cgroup}/cgroup.procs`, `in cgroup ${selector.cgroup}`, scene)
  const parent = bindName(selector['child-of'], scene)
  if (!isBound(parent)) return parent
  return theOnly(
    `/proc/${parent.pid}/task/${parent.pid}/children`,
    `started by ${selector['child-of']}`,
    scene,
  )
}

function bindName(name: string, scene: Scene): Bound {
  const running = scene.processes.get(name)
  if (!running) return { missing: `no process was started as ${name}` }
  if (running.ended) return { missing: `${name} has ended (${exitWords(running.ended)})` }
  const { meant } = running
  if ('pid' in meant) return { ...meant, cgroup: scene.cgroup }
  if ('pending' in meant) return { missing: `there is no process ${name} yet: ${meant.pending}` }
  return { refused: { source: `the process that ${name} names`, ...meant } }
}

/** The only process in a list such as cgroup.procs. A cgroup or parent that is gone has none; other read errors are `refused`. */
async function theOnly(source: string, where: string, { cgroup, look }: Scene): Promise<Bound> {
  const [list] = await look([{ read: 'file', path: source }])
  if (!list) throw new Error(`no answer about ${source}`)
  if ('errno' in list && !goneErrnos.has(list.errno)) return { refused: { source, ...list } }
  const found = 'text' in list ? list.text.split(/\s+/).filter(Boolean).map(Number) : []
  const [pid] = found
  if (pid === undefined) return { missing: `there is no process ${where}` }
  if (found.length > 1)
    return { missing: `there are ${found.length} processes ${where} instead of one`, found: found.length }
  return { pid, cgroup }
}
