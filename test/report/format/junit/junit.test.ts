import { XMLParser, XMLValidator } from 'fast-xml-parser'
import t from 'tap'
import type { RunEvent } from '../../../../src/attempt/event.ts'
import { hostileEvents } from '../../hostile-run.ts'
import { pid, runEvents, runs } from '../../sample-run.ts'
import { overdueSubmission, submissionEvents } from '../../submission-run.ts'
import { written } from '../../write.ts'
import { parse, strictly } from './strict-xml.ts'

const all: [string, () => RunEvent[]][] = [
  ...Object.entries(runs),
  ['hostile', hostileEvents],
  ['silent', () => []],
]

t.test('it is XML, whatever is in it', async t => {
  for (const [name, events] of all) {
    const xml = await written('junit', events())
    t.equal(XMLValidator.validate(xml), true, name)
    t.ok(xml.endsWith('>\n'))
  }
})

t.test('it is XML to a strict parser, too', strictly, async t => {
  for (const [name, events] of all) t.equal(parse(await written('junit', events())).tag, 'testsuites', name)
})

t.test('failures, errors and skipped are told apart, and counted', strictly, async t => {
  const rows: [keyof typeof runs, string[]][] = [
    ['passing', ['5', '0', '0', '0']],
    ['failing', ['9', '3', '0', '1']],
    ['broken', ['7', '3', '2', '1']],
    ['unsupported', ['6', '0', '0', '1']],
    ['interrupted', ['7', '0', '2', '0']],
  ]
  for (const [name, counts] of rows) {
    const { tests, failures, errors, skipped, in: suites } = parse(await written('junit', runs[name]()))
    t.same([tests, failures, errors, skipped], counts, name)
    const cases = suites.flatMap(suite => suite.in.filter(({ tag }) => tag === 'testcase'))
    const number = (tag: string) =>
      String(cases.filter(each => each.in.some(child => child.tag === tag)).length)
    t.same(
      [String(cases.length), number('failure'), number('error'), number('skipped')],
      counts,
      `${name}, as found`,
    )
  }
})

t.test('a failure carries what was read, where, and the lab file', strictly, async t => {
  const root = parse(await written('junit', runs.failing()))
  const suite = root.in[1]
  t.match(suite, { name: 'cgroup/memory-max', time: '2.345' })
  const [properties, first] = suite?.in ?? []
  t.match(
    properties?.in.find(({ name }) => name === 'machine'),
    { value: 'QEMU 7.2.22, TCG (software emulation)' },
  )
  t.match(first, {
    name: 'limit/1 cgroup mygroup: memory.max is 512MiB',
    line: '12',
    file: 'labs/cgroup/memory-max.yaml',
  })
  t.match(first?.in, [
    { tag: 'properties', in: [{ name: 'observed', value: 'inside' }] },
    { tag: 'failure', message: /expected 512MiB/ },
    { tag: 'system-out', text: /memory\.max: 67108864/ },
  ])
})

t.test('a time-out is a case of its own beside the check that failed', strictly, async t => {
  const [suite] = parse(await written('junit', submissionEvents([overdueSubmission]))).in
  t.match(suite, { tests: '5', failures: '4', errors: '0' })
  const last = suite?.in.at(-1)
  t.match(last, { name: 'lab', in: [{ tag: 'failure', message: /^step limit timed out/ }] })
})

t.test('a run with nothing in it, or cut short, is an error', async t => {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' })
  const root = parser.parse(await written('junit', []))
  t.match(root.testsuites, { tests: '1', errors: '1' })
  const cut = parser.parse(await written('junit', runEvents([pid]).slice(0, 9)))
  t.match(cut.testsuites, { errors: '1' })
})

t.test(
  'attempts at one lab are suites of their own, and so are the classes of their cases',
  strictly,
  async t => {
    const root = parse(await written('junit', runs.repeated()))
    t.match(root, { tests: '18', failures: '6', skipped: '2' })
    const names = root.in.map(({ name }) => name)
    t.same(names, [
      'namespace/pid (1 of 2)',
      'cgroup/memory-max (1 of 2)',
      'namespace/pid (2 of 2)',
      'cgroup/memory-max (2 of 2)',
    ])
    for (const suite of root.in)
      for (const each of suite.in.filter(({ tag }) => tag === 'testcase')) t.equal(each.classname, suite.name)
  },
)

t.test('attempts that never started are one error, however many they are', strictly, async t => {
  const root = parse(await written('junit', runEvents([pid], { repeat: 3 }).slice(0, 1)))
  t.match(root, { tests: '1', errors: '1' })
  t.match(JSON.stringify(root), '3 attempts were not started')
})
