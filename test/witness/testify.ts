import { isDeepStrictEqual } from 'node:util'
import type { Test } from 'tap'
import type { Binding } from '../../src/evidence/binding.ts'
import type { Value } from '../../src/kernel/fact.ts'
import { bindSource } from '../../src/kernel/source.ts'
import { subjects } from '../../src/subject/subject.ts'
import type { Scene } from './scene.ts'
import type { Witness } from './witness.ts'

/** Queries each witness about every subject it knows, and compares the answers with the facts of unboxed. */
export function testify(t: Test, witnesses: readonly Witness[], scene: Scene): void {
  for (const witness of witnesses) {
    const { subject, fact, field, knows, alike } = witness
    const cast = (scene.cast[subject] ?? []).filter(who => knows === undefined || knows in who)
    t.test(`${subject}: ${fact}${field ? `.${field}` : ''}`, async t => {
      const ours: Value[] = []
      const theirs: Value[] = []
      for (const who of cast) {
        const [we, they] = await compare(witness, who, scene)
        ours.push(we)
        theirs.push(they)
        t.strictSame(we, they, witness.ask(who))
      }
      // A parser that read of somebody else, or always said the same, would be found out.
      const toldApart = cast.some((_, index) =>
        cast.some((_, other) => !isDeepStrictEqual(ours[index], theirs[other])),
      )
      t.ok(cast.length === 1 || alike !== undefined || toldApart, alike ?? 'not all are the same')
    })
  }
}

/** A kernel thread may start or end between two looks, so a disagreement is checked again, at most twice. */
async function compare(
  witness: Witness,
  who: Binding,
  scene: Scene,
  attempts = 3,
): Promise<[we: Value, they: Value]> {
  const we = await read(witness, who, scene)
  const answer = await scene.agent.run(`{ ${witness.ask(who)}\n} 2>&1`)
  const they = /No such file/.test(answer) ? 'ENOENT' : inOrder(witness.read(answer))
  if (isDeepStrictEqual(we, they) || attempts === 1) return [we, they]
  return compare(witness, who, scene, attempts - 1)
}

/** The fact of unboxed: read by the agent and parsed by kernel/. */
async function read({ subject, fact, field }: Witness, who: Binding, { agent }: Scene): Promise<Value> {
  const known = subjects[subject].facts[fact]
  if (!known) throw new Error(`there is no fact ${fact} of ${subject}`)
  const sources = known.sources.flatMap(source => bindSource(source, who) ?? [])
  const { looks } = await agent.call('look', { sources })
  const texts = looks.flatMap(look => ('text' in look ? look.text : []))
  const refused = looks.find(look => 'errno' in look)
  if (refused) return refused.errno
  const value = known.parse(texts, who)
  const part = field === undefined ? value : (value as Record<string, Value>)[field]
  if (part === undefined) throw new Error(`${fact} has no ${field}`)
  return inOrder(part)
}

/** Each program lists in its own order. */
const inOrder = (value: Value): Value =>
  Array.isArray(value) ? value.toSorted((a, b) => (a < b ? -1 : Number(a > b))) : value
