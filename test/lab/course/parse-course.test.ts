import t from 'tap'
import { parseCourse } from '../../../src/lab/course/parse-course.ts'
import { renderProblems } from '../../../src/lab/problem.ts'

const labs = ['process/tree', 'process/exit', 'namespace/pid', 'own/lab']
const read = (text: string) => parseCourse(text, { file: 'labs/course.yaml', labs })

/** Code, line and column of each problem. */
const complaints = (text: string) =>
  read(text).problems.map(({ code, at }) => `${code} ${at.line}:${at.column}`)

const right = `title: A course
about: |
  What it is about.
topics:
  - id: process
    title: Processes
    about: >
      What runs.
    labs: [tree, exit]
  - id: namespace
    title: Namespaces
    after: [process]
    labs: [pid]
  - {id: own, title: Mine, labs: [lab]}
  - {id: later, title: No labs yet, after: [namespace, process]}
claims:
  N1: A container is a process.
  E1: An engine listens.
beyond: [E1]
`

t.test('a course has topics in order, with the IDs of their labs', async t => {
  const { course, problems, unlisted } = read(right)
  t.same(problems, [])
  t.same(unlisted, [])
  t.same(course, {
    title: 'A course',
    about: 'What it is about.',
    topics: [
      {
        id: 'process',
        title: 'Processes',
        about: 'What runs.',
        after: [],
        labs: ['process/tree', 'process/exit'],
      },
      { id: 'namespace', title: 'Namespaces', about: '', after: ['process'], labs: ['namespace/pid'] },
      { id: 'own', title: 'Mine', about: '', after: [], labs: ['own/lab'] },
      { id: 'later', title: 'No labs yet', about: '', after: ['namespace', 'process'], labs: [] },
    ],
    claims: [
      { id: 'N1', text: 'A container is a process.', isBeyond: false },
      { id: 'E1', text: 'An engine listens.', isBeyond: true },
    ],
  })
})

t.test('a byte order mark is no part of it', async t => {
  t.same(read(`\ufeff${right}`).problems, [])
})

const mistakes: Record<string, readonly [from: string, to: string, complaints: readonly string[]]> = {
  'a lab that is listed twice': ['[tree, exit]', '[tree, exit, tree]', ['duplicate-item 9:24']],
  'a lab that is not there': ['[tree, exit]', '[tree, exit, tre]', ['unknown-lab 9:24']],
  'a lab of another topic': ['labs: [pid]', 'labs: [pid, tree]', ['unknown-lab 13:17']],
  'a topic that is there twice': [
    '- {id: own, title: Mine',
    '- {id: process, title: Mine',
    ['duplicate-id 14:10', 'unknown-lab 14:39'],
  ],
  'a prerequisite that is no topic': ['after: [process]', 'after: [proces]', ['unknown-topic 12:13']],
  'a prerequisite that is there twice': [
    'after: [process]',
    'after: [process, process]',
    ['duplicate-item 12:22'],
  ],
  'a prerequisite that comes later': ['after: [process]', 'after: [own]', ['later-topic 12:13']],
  'a topic that builds on itself': ['after: [process]', 'after: [namespace]', ['later-topic 12:13']],
  'two topics that build on each other': [
    'title: Processes',
    'title: Processes\n    after: [namespace]',
    ['later-topic 7:13'],
  ],
  'a key that there is not': ['    labs: [pid]', '    labz: [pid]', ['unknown-key 13:5']],
  'a topic without a title': ['    title: Namespaces\n', '', ['missing-key 10:5']],
  'a topic that is no map': ['- {id: own, title: Mine, labs: [lab]}', '- own', ['wrong-value 14:5']],
  'an empty list of labs': ['[pid]', '[]', ['wrong-value 13:11']],
  'a level, which stands in the labs': ['title: Mine', 'title: Mine, level: easy', ['unknown-key 14:28']],
  'an unknown claim': ['beyond: [E1]', 'beyond: [E2]', ['unknown-claim 19:10']],
  'a claim without a text': ['N1: A container is a process.', 'N1:', ['no-value 17:3']],
}

for (const [name, [from, to, expected]] of Object.entries(mistakes))
  t.test(name, async t => {
    t.ok(right.includes(from))
    t.same(complaints(right.replace(from, to)), expected)
  })

t.test('what is meant is proposed', async t => {
  const text = renderProblems(read(right.replace('after: [process]', 'after: [proces]')).problems)
  t.equal(
    text,
    [
      'labs/course.yaml:12:13  the course has no topic `proces`; did you mean `process`?',
      '  12 |     after: [proces]',
      '     |             ^^^^^^',
      '     = the topics are: process, namespace, own, later',
      '',
    ].join('\n'),
  )
})

t.test('labs that it leaves out are told apart: the others can be run', async t => {
  const { problems, unlisted } = read(
    right.replace('labs: [tree, exit]', 'labs: [exit]').replace(/ {2}- \{id: own.*\n/, ''),
  )
  t.same(problems, [])
  t.same(
    unlisted.map(({ message, at }) => `${at.line}:${at.column} ${message}`),
    ['4:1 the course does not list own/lab', '5:9 the course does not list process/tree'],
  )
})

t.test('a file that is no course', async t => {
  for (const [text, code] of [
    ['', 'empty'],
    ['- a\n', 'not-a-map'],
    ['title: "a\n', 'open-quote'],
  ] as const) {
    const { course, problems } = read(text)
    t.equal(course, undefined)
    t.match(problems, [{ code }])
    t.notMatch(JSON.stringify(problems), 'a lab', 'it does not speak of labs')
  }
})
