import type { BoundSource, Hello } from '../agent/protocol.ts'
import type { Need } from '../lab/lab.ts'
import type { Scene } from './bind.ts'
import type { Reason } from './evidence.ts'

/** Finds what a lab needs and this machine lacks: that makes it unsupported, never failed. */
export async function missingNeeds(
  needs: readonly Need[],
  hello: Hello,
  scene: Scene,
): Promise<Reason | undefined> {
  const found = await scene.look(needs.map(need => evidenceOf[need.kind](need.name)))
  const missing = needs.filter((need, index) => {
    if (need.kind === 'controller') return !hello.cgroup.controllers.includes(need.name)
    const look = found[index]
    return !look || !('text' in look) || look.text === ''
  })
  if (missing.length === 0) return undefined
  const list = missing.map(need => `${words[need.kind]} ${need.name}`).join(', ')
  return {
    kind: 'unsupported',
    code: 'needs-missing',
    message: `this machine (kernel ${hello.release}) has no ${list}`,
    remedy: 'Run it with --machine vm, whose kernel and programs are made for the labs.',
  }
}

const words = {
  controller: 'cgroup controller',
  namespace: 'namespace',
  command: 'command',
  file: 'file',
} satisfies Record<Need['kind'], string>

/** What shows that a need is met: a source that can be read. */
const evidenceOf = {
  controller: () => ({ read: 'file', path: '/sys/fs/cgroup/cgroup.controllers' }),
  namespace: name => ({ read: 'link', path: `/proc/self/ns/${name === 'mount' ? 'mnt' : name}` }),
  command: name => ({ read: 'command', argv: ['sh', '-c', 'command -v "$0"', name] }),
  file: name => ({ read: 'stat', path: name }),
} satisfies Record<Need['kind'], (name: string) => BoundSource>
