import { isBound } from '../../evidence/binding.ts'
import type { Sample } from '../../evidence/evidence.ts'
import { bindSource, sourceName } from '../../kernel/source.ts'
import type { Check } from '../../lab/lab.ts'
import { checkSources } from '../../plan/check-sources.ts'
import type { BoundSource } from '../../protocol/message.ts'
import { type Subject, subjectKey } from '../../subject/subject.ts'
import type { Scene } from './bind.ts'
import { bindSubject } from './bind.ts'

/** Finds the subjects of the checks and reads everything that the checks need, in one go; `now` is the agent's clock, in milliseconds. */
export async function observe(
  checks: readonly Check[],
  moment: Sample['moment'],
  scene: Scene & { now(): number },
): Promise<Sample> {
  const wanted = checks.flatMap(checkSources)
  const bindings = await bindAll([...checks, ...wanted], scene)
  const sources = new Map<string, BoundSource>()
  for (const { subject, sources: unbound } of wanted) {
    const binding = bindings[subjectKey(subject)]
    if (!binding || !isBound(binding)) continue
    for (const source of unbound) {
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

/** The bindings of the subjects, each found once. */
async function bindAll(
  about: readonly { readonly subject: Subject }[],
  scene: Scene,
): Promise<Sample['bindings']> {
  const subjects = new Map(about.map(({ subject }) => [subjectKey(subject), subject]))
  const bound = await Promise.all(
    [...subjects].map(async ([key, subject]) => [key, await bindSubject(subject, scene)] as const),
  )
  return Object.fromEntries(bound)
}
