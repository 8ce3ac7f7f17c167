import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Value, ValueType } from '../../src/kernel/fact.ts'
import { bindSource } from '../../src/kernel/source.ts'
import { subjectKinds, subjects } from '../../src/subject/subject.ts'

const everything = { pid: 226, cgroup: '/sys/fs/cgroup/mygroup', path: '/proc', name: 'lo' }
const rows = Object.entries(subjects).flatMap(([subject, { facts }]) =>
  Object.entries(facts).map(([name, fact]) => ({ name: `${subject}.${name}`, fact })),
)

t.test('every fact says what it means and where it is documented', async t => {
  t.ok(rows.length > 100)
  for (const { name, fact } of rows) {
    t.match(fact.means, /^[A-Z].{15,}\.$/s, name)
    t.match(fact.manual, /^([\w.-]+\(\d\w*\)|cgroup-v2: [\w.]+|kernel: [\w/-]+)$/, name)
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

t.test('a key of a subject that has a portrait begins with its kind', async t => {
  for (const kind of subjectKinds) {
    const { portrait, make, key, facts } = subjects[kind]
    if (!portrait) continue
    t.match(key(make({ name: 'box' }, undefined)), new RegExp(`^${kind} `))
    for (const name of portrait.facts) t.ok(facts[name], `${kind}.${name}`)
  }
})

t.test('only a kind that is recorded with the step does without sources', async t => {
  for (const kind of subjectKinds) {
    const { facts, record } = subjects[kind]
    for (const [name, { sources }] of Object.entries(facts))
      t.equal(sources.length === 0, record !== undefined, `${kind}.${name}`)
  }
})

t.test('no file outside of src/subject branches on the kind of a subject', async t => {
  const source = join(import.meta.dirname, '../../src')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    file => file.endsWith('.ts') && !file.startsWith('subject/'),
  )
  t.ok(files.length > 50, 'the sources are found')
  const branching = files.flatMap(file =>
    branchesIn(readFileSync(join(source, file), 'utf8')).map(branch => `${file}: ${branch}`),
  )
  // This one is about a kind of quantity.
  t.same(branching, ["lab/shape/quantity.ts: kind === 'duration'"])
})

t.test('a branch on the kind of a subject is found, however it is written', async t => {
  for (const text of [
    "if (check.subject.kind === 'process') return []",
    "if ('cgroup' !== subject.kind) return []",
    "const isOfAction = ({ subject }) => ['exit', 'output'].includes(subject.kind)",
    "switch (subject.kind) {\n  case 'cgroup':\n    return 1\n}\n",
    'return keys[subject.kind](subject)',
    "return { exit: '`echo $?`' }[check.subject.kind as string]",
    'const fact = subjects.process.facts[name]',
    "const fact = subjects['process'].facts[name]",
  ])
    t.equal(branchesIn(text).length, 1, text)
  for (const text of [
    'const { facts } = subjects[subject.kind]',
    "switch (check.when.kind) {\n  case 'now':\n    return 1\n}\n",
    "note({ kind: 'process', what })",
    'subject.kind === touches?.subject',
  ])
    t.same(branchesIn(text), [], text)
})

/** Where a text compares a kind with one of the registry's, or looks a kind up in a table of its own. */
function branchesIn(text: string): string[] {
  const kind = `['"](?:${subjectKinds.join('|')})['"]`
  const patterns = [
    `\\bkind\\s*[!=]==?\\s*${kind}`,
    `${kind}\\s*[!=]==?\\s*[\\w.?]*\\bkind\\b`,
    `\\[[^\\]\\n]*${kind}[^\\]\\n]*\\]\\.includes\\([^)\\n]*\\bkind\\b`,
    `\\bswitch \\([^\\n]*\\bsubject\\.kind\\)`,
    `(?<=[\\w})])(?<!\\bsubjects)\\[[^\\]\\n]*\\bsubject\\.kind\\b[^\\]\\n]*\\]`,
    `\\b(?:subjects|registry)\\.(?:${subjectKinds.join('|')})\\b`,
    `\\b(?:subjects|registry)\\[${kind}\\]`,
  ]
  const code = text.replace(/\/\*.*?\*\//gs, '').replace(/\/\/.*$/gm, '')
  return [...code.matchAll(new RegExp(patterns.join('|'), 'g'))].map(([branch]) => branch)
}
