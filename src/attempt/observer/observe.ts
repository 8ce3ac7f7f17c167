import { isBound } from '../../evidence/binding.ts'
import type { Sample } from '../../evidence/evidence.ts'
import { bindSource, sourceName } from '../../kernel/source.ts'
import type { Judged } from '../../lab/judged.ts'
import { type SubjectSources, sourcesOf } from '../../plan/check-sources.ts'
import type { BoundSource } from '../../protocol/message.ts'
import { namesOf, type Subject, subjectKey } from '../../subject/subject.ts'
import { isDoubtful } from '../../verdict/read-fact.ts'
import type { Scene } from './bind.ts'
import { bindSubject } from './bind.ts'
import { type Contradictions, contradictionsIn, onlyLasting } from './contradictions.ts'
import type { MachineMemory } from './machine-memory.ts'
import { type BoundFact, isSeenOutside, isToldOutside, readOutside } from './read-outside.ts'

/**
 * Finds the subjects of the checks and reads everything that the checks need. The processes that names stand for are looked up at the
 * same moment; if one of them has changed, the whole look is repeated.
 */
export async function observe(
  checks: readonly Judged[],
  moment: Sample['moment'],
  scene: ObservedScene,
): Promise<Sample> {
  const wanted = checks.flatMap(sourcesOf)
  const subjects = new Map([...checks, ...wanted].map(({ subject }) => [subjectKey(subject), subject]))
  const names = new Set([...subjects.values()].flatMap(namesOf))
  const denied: Contradictions[] = []
  for (let left = mostLooks; ; left--) {
    const before = whoIs(names, scene)
    const [, { sample, facts }] = await Promise.all([
      scene.settle(names, moment !== 'during'),
      lookAt(subjects, wanted, moment, scene),
    ])
    const isSettled = whoIs(names, scene) === before
    const isClear = !facts.some(({ fact, binding }) => isDoubtful(fact, binding, sample))
    const contradictions = contradictionsIn(facts, sample)
    if (isSettled && isClear) return sample
    if (isSettled && left === 0) {
      const { outside = [] } = sample
      return { ...sample, outside: onlyLasting(outside, contradictions, denied) }
    }
    if (left === 0) return { ...sample, bindings: unsettled(sample.bindings) }
    denied.push(contradictions)
    if (!isClear) scene.memory?.repeats()
  }
}

interface ObservedScene extends Scene {
  /** Absent where the machine is observed from inside only. */
  readonly memory?: MachineMemory
  /** Milliseconds on the agent's clock. */
  now(): number
  /** Looks up again which processes these names stand for; `patient` waits for one that isn't there yet. */
  settle(names: Iterable<string>, patient: boolean): Promise<void>
}

/** What was read may belong to another process. */
const unsettled = (bindings: Sample['bindings']): Sample['bindings'] =>
  Object.fromEntries(
    Object.keys(bindings).map(key => [key, { refused: { source: key, errno: 'EAGAIN', message: changing } }]),
  )

const changing = 'it was replaced by another process at every look'

/** After so many looks, a process that keeps changing is given up. */
const mostLooks = 4

/** The processes that the names stand for, as a text to compare. */
const whoIs = (names: ReadonlySet<string>, { processes }: Scene) =>
  JSON.stringify(
    [...names].map(name => {
      const { ended, meant } = processes.get(name) ?? {}
      return [ended, meant && 'pending' in meant ? 'pending' : meant]
    }),
  )

async function lookAt(
  subjects: ReadonlyMap<string, Subject>,
  wanted: readonly SubjectSources[],
  moment: Sample['moment'],
  scene: ObservedScene,
): Promise<{ readonly sample: Sample; readonly facts: readonly BoundFact[] }> {
  const memory = isSeenOutside(wanted) ? scene.memory : undefined
  // What is watched is looked at often: the machine is not to stand still each time.
  const machine = moment === 'during' || moment === 'after' ? 'running' : 'still'
  const before = await memory?.walk(machine)
  const bindings = await bindAll(subjects, scene)
  const facts: BoundFact[] = []
  const sources = new Map<string, BoundSource>()
  for (const { subject, sources: unbound, facts: known } of wanted) {
    const binding = bindings[subjectKey(subject)]
    if (!binding || !isBound(binding)) continue
    const bound = known.map(fact => ({ fact, binding }))
    facts.push(...bound)
    const isTold =
      before && memory?.alone && bound.length > 0 && bound.every(each => isToldOutside(each, before))
    if (isTold) continue
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
  const sample = { at: scene.now(), moment, bindings, readings }
  if (!memory || !before) return { sample, facts }
  return { sample: { ...sample, outside: readOutside(facts, before, await memory.walk(machine)) }, facts }
}

/** The bindings of the subjects, each found once. */
async function bindAll(subjects: ReadonlyMap<string, Subject>, scene: Scene): Promise<Sample['bindings']> {
  const bound = await Promise.all(
    [...subjects].map(async ([key, subject]) => [key, await bindSubject(subject, scene)] as const),
  )
  return Object.fromEntries(bound)
}
