import type { HandLook, HandProcess } from '../../evidence/hand.ts'
import type { Reading } from '../../evidence/reading.ts'
import { bindSource, sourceName } from '../../kernel/source.ts'
import type { Judged } from '../../lab/judged.ts'
import { sourcesOf } from '../../plan/check-sources.ts'
import type { BoundSource } from '../../protocol/message.ts'
import { bindAt, bindTo, type HandGround } from '../../resolve/bind.ts'
import { bindingPlan } from '../../subject/subject.ts'
import type { Session } from '../session.ts'

/** Reads everything that the checks need, of every process that a name could stand for. */
export async function lookByHand(
  checks: readonly Judged[],
  processes: readonly HandProcess[],
  ground: HandGround,
  { look, now }: Pick<Session, 'look' | 'now'>,
): Promise<HandLook> {
  const sources = new Map<string, BoundSource>()
  // Reading within the namespaces of a process starts another one, so what no name can stand for is not read for names.
  const read = (isNamed: boolean) => (isNamed ? processes.filter(({ login }) => !login) : processes)
  for (const { subject, sources: unbound } of checks.flatMap(sourcesOf)) {
    const { process } = bindingPlan(subject)
    const bindings =
      process === undefined || process === 'machine'
        ? [bindAt(subject, { at: 0, processes: [], readings: [] }, new Map(), ground)]
        : read('name' in process).map(each => bindTo(subject, each, ground))
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
