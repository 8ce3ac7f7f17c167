import t from 'tap'
import type { Value, ValueType } from '../../src/kernel/fact.ts'
import { bindSource } from '../../src/kernel/source.ts'
import { subjects } from '../../src/subject/subject.ts'

const everything = { pid: 226, cgroup: '/sys/fs/cgroup/mygroup', path: '/proc', name: 'lo' }
const rows = Object.entries(subjects).flatMap(([subject, { facts }]) =>
  Object.entries(facts).map(([name, fact]) => ({ name: `${subject}.${name}`, fact })),
)

t.test('every fact says what it means and where it is documented', async t => {
  t.ok(rows.length > 100)
  for (const { name, fact } of rows) {
    t.match(fact.means, /^[A-Z].{15,}\.$/s, name)
    t.match(fact.manual, /^([\w.-]+\(\d\w*\)|cgroup-v2: [\w.]+)$/, name)
    if (fact.since) t.match(fact.since, /^\d+\.\d+$/, name)
  }
})

t.test('every source can be bound', async t => {
  for (const { name, fact } of rows)
    for (const source of fact.sources) t.ok(bindSource(source, everything), name)
})

t.test('what can be missing has a fact that says so', async t => {
  for (const [name, { presence, facts }] of Object.entries(subjects)) {
    t.equal(facts.exists, presence, name)
    if (!presence) continue
    t.equal(presence.sources.length, 1)
    t.equal(presence.facts.exists, false)
  }
})

t.test('a value written alone stands for a field that exists', async t => {
  for (const { name, fact } of rows) {
    for (const type of typesIn(fact.value))
      if (type.type === 'record' && type.bare !== undefined) t.ok(type.fields[type.bare], name)
  }
})

function typesIn(type: ValueType): ValueType[] {
  if (type.type === 'list' || type.type === 'map') return [type, ...typesIn(type.of)]
  return type.type === 'record' ? [type, ...Object.values(type.fields).flatMap(typesIn)] : [type]
}

t.test('output, exit and duration are read from what was recorded of the step', async t => {
  const read = (value: Value | undefined) => value
  t.equal(read(subjects.output.facts.lines?.parse(['one\n\ntwo\n'], {})), 2)
  t.equal(read(subjects.output.facts.text?.parse(['one\n'], {})), 'one\n')
  t.same(subjects.exit.facts.value?.parse(['0', ''], {}), { code: 0, signal: 'none' })
  t.same(subjects.exit.facts.value?.parse(['', 'SIGKILL'], {}), { code: 137, signal: 'SIGKILL' })
  t.throws(() => subjects.exit.facts.value?.parse(['', 'SIGNONE'], {}))
  t.throws(() => subjects.exit.facts.value?.parse(['', ''], {}))
  t.equal(read(subjects.duration.facts.value?.parse(['12.5'], {})), 12.5)
  t.throws(() => subjects.duration.facts.value?.parse(['soon'], {}))
})
