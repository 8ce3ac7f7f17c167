import { isBound } from '../../evidence/binding.ts'
import type { Sample } from '../../evidence/evidence.ts'
import { bindSource, sourceName } from '../../kernel/source.ts'
import type { Check, Subject } from '../../lab/lab.ts'
import { subjectKey } from '../../lab/subject-key.ts'
import { looksOf } from '../../plan/look.ts'
import type { BoundSource } from '../../protocol/message.ts'
import type { Scene } from './bind.ts'
import { bindSubject } from './bind.ts'

/** Reads everything the checks rest on, in one go, and keeps who each subject was. */
export async function observe(
  checks: readonly Check[],
  moment: Sample['moment'],
  scene: Scene & Clock,
): Promise<Sample> {
  const looks = checks.flatMap(looksOf)
  const bindings = await bindAll(
    checks,
    looks.map(({ key }) => key),
    scene,
  )
  const sources = new Map<string, BoundSource>()
  for (const { key, sources: wanted } of looks) {
    const binding = bindings[key]
    if (!binding || !isBound(binding)) continue
    for (const source of wanted) {
      const bound = bindSource(source, binding)
      if (bound) sources.set(sourceName(bound), bound)
    }
  }
  const found = await scene.look([...sources.values()])
  const readings = [...sources.keys()].flatMap((source, index) => {
    const look = found[index]
    return look ? [{ source, ...look }] : []
  })
  return { at: scene.now(), moment, bindings, readings }
}

export interface Clock {
  /** The agent's clock at the last look, milliseconds. */
  now(): number
}

async function bindAll(
  checks: readonly Check[],
  keys: readonly string[],
  scene: Scene,
): Promise<Sample['bindings']> {
  const subjects = new Map<string, Subject>(checks.map(({ subject }) => [subjectKey(subject), subject]))
  for (const key of keys) if (!subjects.has(key)) subjects.set(key, comparedSubject(key))
  const bound = await Promise.all(
    [...subjects].map(async ([key, subject]) => [key, await bindSubject(subject, scene)] as const),
  )
  return Object.fromEntries(bound)
}

/** What `same-as` names: the machine itself, or a process a step named. */
function comparedSubject(key: string): Subject {
  return key === 'host'
    ? { kind: 'host' }
    : { kind: 'process', select: { name: key.replace(/^process /, '') } }
}
