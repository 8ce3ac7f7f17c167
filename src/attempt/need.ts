import type { Reason } from '../evidence/reason.ts'
import { capableMachine } from '../kernel/refusal/remedy.ts'
import type { Need } from '../lab/lab.ts'
import { searchPath } from '../linux/search-path.ts'
import type { BoundSource, Hello } from '../protocol/message.ts'
import type { Scene } from './observer/bind.ts'
import { runProblem } from './reason.ts'

/**
 * Finds the needs of a lab that this machine does not meet; they make the lab unsupported, never failed. Throws a problem if that
 * cannot be determined.
 */
export async function missingNeeds(
  all: readonly Need[],
  hello: Hello,
  scene: Pick<Scene, 'look'> & { readonly description: { readonly name: string }; readonly met: Set<string> },
): Promise<Reason | undefined> {
  const needs = all.filter(need => !scene.met.has(keyOf(need)))
  const sources = needs.map(need => sourcesOf[need.kind](need.name))
  const looks = await scene.look(sources.flat())
  const missing = needs.filter((need, index) => {
    if (need.kind === 'controller') return !hello.cgroup.controllers.includes(need.name)
    const found = looks.splice(0, sources[index]?.length)
    const isFound = found.some(look => 'text' in look)
    const unseen = found.find(look => 'errno' in look && look.errno === 'ETIMEDOUT')
    if (!isFound && unseen && 'errno' in unseen)
      throw runProblem('need-unseen', { need: `${words[need.kind]} ${need.name}`, why: unseen.message })
    if (need.kind === 'permission') return found.some(look => 'text' in look && look.text.trim() === '3')
    return !isFound
  })
  for (const need of needs) if (!missing.includes(need)) scene.met.add(keyOf(need))
  if (missing.length === 0) return undefined
  const list = missing.map(need => `${words[need.kind]} ${need.name}`).join(', ')
  const remedy = capableMachine(scene.description.name)
  return {
    kind: 'unsupported',
    code: 'needs-missing',
    message: `this machine (kernel ${hello.release}) has no ${list}, which the lab needs`,
    ...(remedy !== undefined && { remedy }),
  }
}

const keyOf = ({ kind, name }: Need) => `${kind} ${name}`

const words = {
  controller: 'cgroup controller',
  namespace: 'namespace',
  permission: 'permission to use',
  command: 'command',
  file: 'file',
} satisfies Record<Need['kind'], string>

/**
 * A need is met if any of its sources can be read. Controllers come from the agent's `hello`; ptrace is permitted unless Yama's scope is 3.
 */
const sourcesOf = {
  controller: () => [],
  namespace: name => [{ read: 'link', path: `/proc/self/ns/${name === 'mount' ? 'mnt' : name}` }],
  permission: name => [{ read: 'file', path: `/proc/sys/kernel/yama/${name}_scope` }],
  command: name => searchPath.map(folder => ({ read: 'stat', path: `${folder}/${name}` })),
  file: name => [{ read: 'stat', path: name }],
} satisfies Record<Need['kind'], (name: string) => BoundSource[]>
