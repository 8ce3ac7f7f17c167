import type { Binding } from '../../evidence/binding.ts'
import { isBound } from '../../evidence/binding.ts'
import type { Sample } from '../../evidence/evidence.ts'
import type { Selector, Subject } from '../../lab/lab.ts'
import type { BoundSource, Look } from '../../protocol/message.ts'
import type { Running } from '../actor/process.ts'

type Bound = Sample['bindings'][string]

/** What is needed to find out who a subject is. */
export interface Scene {
  /** Where `${cgroup}` is. */
  readonly cgroup: string
  /** The agent, whose namespaces are the machine's own. */
  readonly agent: number
  readonly processes: ReadonlyMap<string, Running>
  look(sources: BoundSource[]): Promise<Look[]>
}

/** Who a subject is right now, or why nobody is. */
export function bindSubject(subject: Subject, scene: Scene): Promise<Bound> | Bound {
  return binders[subject.kind](subject as never, scene)
}

const binders = {
  exit: () => ({}),
  duration: () => ({}),
  output: () => ({}),
  host: (_, scene) => ({ pid: scene.agent, cgroup: scene.cgroup }),
  process: ({ select }, scene) => bindSelector(select, scene),
  cgroup: ({ path }, scene) => ({ cgroup: `${scene.cgroup}/${path}` }),
  mount: ({ of, target }, scene) => bindIn(of, scene, { path: target }),
  file: ({ of, path }, scene) => bindIn(of, scene, { path }),
  link: ({ of, name }, scene) => bindIn(of, scene, { name }),
} satisfies {
  [K in Subject['kind']]: (subject: Extract<Subject, { kind: K }>, scene: Scene) => Promise<Bound> | Bound
}

/** A mount, file or link belongs to the namespaces of a process; the agent's when none is named. */
async function bindIn(of: Selector | undefined, scene: Scene, rest: Binding): Promise<Bound> {
  const process = of ? await bindSelector(of, scene) : { pid: scene.agent }
  return isBound(process) ? { ...process, ...rest } : process
}

/** A selector must match exactly one process: none and several are both told. */
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
  if (!running.ended) return { pid: running.subject, cgroup: scene.cgroup }
  const { code, signal } = running.ended
  return { missing: `${name} has ended: ${signal ? `killed by ${signal}` : `exit code ${code}`}` }
}

/** The one process that a list of the kernel names. A group or a parent that is gone has none; a list that can't be read is no list. */
async function theOnly(source: string, where: string, { cgroup, look }: Scene): Promise<Bound> {
  const [list] = await look([{ read: 'file', path: source }])
  if (!list) throw new Error(`no answer about ${source}`)
  if ('errno' in list && !gone.includes(list.errno)) return { refused: { source, ...list } }
  const found = 'text' in list ? list.text.split(/\s+/).filter(Boolean).map(Number) : []
  const [pid] = found
  if (pid === undefined) return { missing: `there is no process ${where}` }
  if (found.length > 1)
    return { missing: `there are ${found.length} processes ${where}, and one is meant`, found: found.length }
  return { pid, cgroup }
}

const gone = ['ENOENT', 'ESRCH', 'ENODEV']
