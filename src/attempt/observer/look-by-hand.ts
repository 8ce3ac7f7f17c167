import type { HandLook, HandProcess } from '../../evidence/hand.ts'
import type { Reading } from '../../evidence/reading.ts'
import { bindSource, sourceName } from '../../kernel/source.ts'
import { sourcesOf } from '../../plan/check-sources.ts'
import type { BoundSource } from '../../protocol/message.ts'
import { bindAt, bindTo, type HandGround } from '../../resolve/bind.ts'
import type { Wanted } from '../../resolve/resolver.ts'
import { bindingPlan } from '../../subject/subject.ts'
import type { Session } from '../session.ts'

/** Reads what is wanted, of every process that a subject could be found by. */
export async function lookByHand(
  wanted: readonly Wanted[],
  processes: readonly HandProcess[],
  ground: HandGround,
  { look, now }: Pick<Session, 'look' | 'now'>,
): Promise<HandLook> {
  const sources = new Map<string, BoundSource>()
  const subjects = wanted.flatMap(({ judged, processes }) =>
    sourcesOf(judged).map(each => ({ ...each, processes })),
  )
  for (const { subject, sources: unbound, processes } of subjects) {
    const { process } = bindingPlan(subject)
    const bindings =
      process === undefined || process === 'machine'
        ? [bindAt(subject, { at: 0, processes: [], readings: [] }, new Map(), ground)]
        : processes.map(each => bindTo(subject, each, ground))
    for (const binding of bindings)
      for (const source of unbound) {
        const bound = 'missing' in binding || 'refused' in binding ? undefined : bindSource(source, binding)
        if (bound) sources.set(sourceName(bound), bound)
      }
  }
  const found = await look([...sources.values()])
  const readings = [...sources.keys()].flatMap((source, index): Reading[] => {
    const look = found[index]
    return look ? [{ source, ...look }] : []
  })
  return { at: now(), processes, readings }
}
