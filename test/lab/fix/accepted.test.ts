import t from 'tap'
import { applyFix } from '../../../src/lab/fix/fix.ts'
import { parseLab } from '../../../src/lab/parse-lab.ts'
import { renderProblems } from '../../../src/lab/problem.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'

const lab = `title: A lab
about: What it is about.
needs: [pid]
vars:
  limit: {pick: [10, 20]}
steps:
  - id: one
    text: A step.
    as: box
    in: {cgroup: jar, limits: {pids.max: 30}}
    run: sleep 1000
    expect:
      - process: box
        exists: true
      - host:
          processes: "> 20"
        given: It has booted.
      - cgroup: jar
        id: jar
        memory.max: max
        cgroup.freeze: 0
  - id: two
    text: Another step.
    hints: [One, Two]
    run: echo foo
    timeout: 5s
    expect:
      - output: stdout
        text: foo
        lines: 1
      - exit: 0
        depends: jar
`

const read = (text: string) => parseLab(text, { file: 'x.yaml', id: 'x', seed: 's' }, nodeRuntime)

const problemsOf = (text: string) => {
  const result = read(text)
  return 'problems' in result ? result.problems : []
}

/** A line of the lab, what an author wrote in its place, and what is proposed. */
type Row = readonly [line: string, written: string, proposed: string]

const expectations: readonly Row[] = [
  ['processes: "> 20"', 'processes: > 20', 'processes: "> 20"'],
  ['processes: "> 20"', 'processes: >20', 'processes: ">20"'],
  ['processes: "> 20"', 'processes: >1', 'processes: ">1"'],
  ['processes: "> 20"', 'processes: >= 20', 'processes: ">= 20"'],
  ['processes: "> 20"', 'processes: >=20', 'processes: ">=20"'],
  ['processes: "> 20"', 'processes: "=> 20"', 'processes: ">= 20"'],
  ['processes: "> 20"', 'processes: ≥ 20', 'processes: ">= 20"'],
  ['processes: "> 20"', 'processes: more than 20', 'processes: "> 20"'],
  ['processes: "> 20"', 'processes: 20+', 'processes: ">= 20"'],
  ['processes: "> 20"', 'processes: 2-99', 'processes: {between: [2, 99]}'],
  ['processes: "> 20"', 'processes: {between: [99, 2]}', 'processes: {between: [2, 99]}'],
  ['lines: 1', 'lines: {not: > 1}', 'lines: {not: "> 1"}'],
  ['lines: 1', 'lines: | 1', 'lines: 1'],
  ['lines: 1', 'lines: 1,000', 'lines: 1000'],
  ['lines: 1', 'lines: 1_000', 'lines: 1000'],
  ['lines: 1', 'lines: "001"', 'lines: 1'],
  ['lines: 1', 'lines: 0x10', 'lines: 16'],
  ['lines: 1', 'lines: 010', 'lines: 10'],
  ['lines: 1', 'lines: 1e3', 'lines: 1000'],
  ['lines: 1', 'lines: == 1', 'lines: 1'],
  ['lines: 1', 'lines: [1]', 'lines: 1'],
  ['lines: 1', 'lines:1', 'lines: 1'],
  ['lines: 1', 'lines 1', 'lines: 1'],
  ['lines: 1', 'lnes: 1', ''],
  ['lines: 1', 'lines:\u00a01', 'lines: 1'],
  ['lines: 1', 'lines: 1\u00a0', 'lines: 1'],
  ['lines: 1', 'lines: \u200b1', 'lines: 1'],
  ['lines: 1', 'li\u200bnes: 1', 'lines: 1'],
  ['lines: 1', 'lines：1', 'lines: 1'],
  ['lines: 1', 'lines: “1”', 'lines: "1"'],
  ['lines: 1', 'lines: １', 'lines: 1'],
  ['- exit: 0', '- exit: !=0', 'exit: {not: 0}'],
  ['- exit: 0', '- exit: !0', 'exit: {not: 0}'],
  ['- exit: 0', '- exit: != 0', 'exit: {not: 0}'],
  ['- exit: 0', '- exit: "!= 0"', 'exit: {not: 0}'],
  ['- exit: 0', '- exit: !not 0', 'exit: 0'],
  ['- exit: 0', '– exit: 0', 'exit: 0'],
  ['- exit: 0', '* exit: 0', 'exit: 0'],
  ['- exit: 0', '-exit: 0', 'exit: 0'],
  ['- exit: 0', '- exit:0', 'exit: 0'],
  ['- exit: 0\n        depends: jar', '- {exit:0, depends: jar}', '- {exit: 0, depends: jar}'],
  ['- exit: 0', '- exit: –1', 'exit: -1'],
  ['exists: true', 'exists: yes', 'exists: true'],
  ['exists: true', 'exists: on', 'exists: true'],
  ['cgroup.freeze: 0', 'cgroup.freeze: No', 'cgroup.freeze: false'],
  ['exists: true', 'exsits: true', ''],
  ['memory.max: max', 'memory.max: unlimited', 'memory.max: max'],
  ['memory.max: max', 'cgroup.controllers: memory', 'cgroup.controllers: [memory]'],
  ['memory.max: max', 'memory.max: 64mb', 'memory.max: 64MiB'],
  ['memory.max: max', 'memory.max: 64 megs', ''],
  ['memory.max: max', 'memory.max: < 64MB', 'memory.max: "< 64MiB"'],
  ['memory.max: max', 'memory.max: &max', ''],
]

const texts: readonly Row[] = [
  ...(
    [
      ...[
        'foo: bar',
        '- foo',
        '@foo',
        '`foo`',
        '%foo',
        '*foo',
        '&foo',
        '!foo',
        '| foo',
        '> foo',
        '? foo',
        ', foo',
      ],
      ...[
        '] foo',
        '} foo',
        '#foo',
        'foo #bar',
        'foo # bar',
        '"a" and b',
        "'a' and b",
        '[a] and b',
        '{a} and b',
        'null',
        '~',
      ],
      ...[
        '0755',
        '1.10',
        '1e3',
        '.5',
        '0x1f',
        '007',
        'true',
        'False',
        '12',
        ': foo',
        '>',
        '|',
        '-',
        '"\\d"',
      ].filter(text => !['>', '|'].includes(text)),
    ] as const
  ).map(written => ['text: foo', `text: ${written}`, ''] as const),
  ['run: echo foo', 'run: true', 'run: "true"'],
  ['run: echo foo', "run: 'echo foo", "run: 'echo foo'"],
  ['run: echo foo', 'run: "echo foo', 'run: "echo foo"'],
  ['run: echo foo', 'run: echo a: b', 'run: "echo a: b"'],
  ['run: echo foo', 'run: echo #5', 'run: "echo #5"'],
  ['run: echo foo', 'run: "grep \\d+ x"', "run: 'grep \\d+ x'"],
  ['run: echo foo', 'run: unshare –fork true', 'run: unshare -fork true'],
  ['run: echo foo', 'run: echo\u00a0foo', 'run: echo foo'],
  ['run: echo foo', 'run: echo “foo”', 'run: echo "foo"'],
  ['run: echo foo', 'rnu: echo foo', ''],
  ['run: echo foo', 'run echo foo', 'run: echo foo'],
  ['run: echo foo', '   run: echo foo', ''],
  ['run: echo foo', ' run: echo foo', ''],
  ['run: echo foo', '\trun: echo foo', ''],
  ['title: A lab', 'title: A lab: the first', 'title: "A lab: the first"'],
  ['title: A lab', 'title: "A lab', 'title: "A lab"'],
  ['title: A lab', 'title: “A lab: the first”', ''],
  ['title: A lab', 'title:A lab', 'title: A lab'],
  ['title: A lab', 'title A lab', 'title: A lab'],
  ['title: A lab', 'title：A lab', 'title: A lab'],
  ['title: A lab', 'title:\u3000A lab', 'title: A lab'],
  ['title: A lab', 'title: 1.10', 'title: "1.10"'],
  ['about: What it is about.', 'about: yes # or no', 'about: "yes # or no"'],
  ['needs: [pid]', 'needs: pid', 'needs: [pid]'],
  ['needs: [pid]', 'needs: [pid', 'needs: [pid]'],
  ['needs: [pid]', 'needs: [python3]', 'needs: [{command: python3}]'],
  ['needs: [pid]', 'needs: [pdi]', ''],
  ['hints: [One, Two]', 'hints: One', 'hints: [One]'],
  ['hints: [One, Two]', 'hints: [One, Two: three four]', ''],
  ['timeout: 5s', 'timeout: 5', ''],
  ['timeout: 5s', 'timeout: 5 seconds', 'timeout: 5s'],
  ['timeout: 5s', 'timeout: 5 sec', 'timeout: 5s'],
  ['timeout: 5s', 'timeout: .5s', 'timeout: 0.5s'],
  ['timeout: 5s', 'timeout: 5S', 'timeout: 5s'],
  ['limit: {pick: [10, 20]}', 'limit: [10, 20]', 'limit: {pick: [10, 20]}'],
  ['limit: {pick: [10, 20]}', 'limit: {pick: 10}', 'limit: {pick: [10]}'],
  ['limit: {pick: [10, 20]}', 'limit: {pik: [10, 20]}', ''],
  ['limit: {pick: [10, 20]}', 'limit: {pick: [10, 20]', 'limit: {pick: [10, 20]}'],
  [
    'in: {cgroup: jar, limits: {pids.max: 30}}',
    'in: {cgroup: jar, limits: {pids.max: unlimited}}',
    'in: {cgroup: jar, limits: {pids.max: max}}',
  ],
  [
    'in: {cgroup: jar, limits: {pids.max: 30}}',
    'in: {cgroup: jar, limits: {pids.max: 30}',
    'in: {cgroup: jar, limits: {pids.max: 30}}',
  ],
  [
    'in: {cgroup: jar, limits: {pids.max: 30}}',
    'in: {cgroup: jar, limits: {pids.max: ${limit}}}',
    'in: {cgroup: jar, limits: {pids.max: "${limit}"}}',
  ],
  ['in: {cgroup: jar, limits: {pids.max: 30}}', 'in: [pid]', 'in: {namespaces: [pid]}'],
  ['- id: two', '- id: Two_Steps', 'id: two-steps'],
  ['- id: two', '- di: two', ''],
]

for (const [line, written, proposed] of [...expectations, ...texts])
  t.test(`${JSON.stringify(written)} is reported once, and what is proposed is accepted`, async t => {
    const text = lab.replace(line, () => written)
    if (text === lab) return t.fail('the lab has no such line')
    const problems = problemsOf(text)
    const rendered = renderProblems(problems)
    t.equal(problems.length, 1, rendered)
    const [problem] = problems
    if (proposed !== '') t.ok(problem?.remedy?.split('\n').includes(`write \`${proposed}\``), rendered)
    if (!problem?.fix) return t.equal(proposed, '', `nothing is proposed:\n${rendered}`)
    t.same(problemsOf(applyFix(text, problem.fix)), [])
  })

for (const written of ['{process: box, exists: false}', 'process: box\n        exists: false'])
  t.test(`an absence written as ${JSON.stringify(written)} gets a check that it rests on`, async t => {
    const text = lab.replace('exists: true', () => `exists: true\n      - ${written}`)
    const [problem, ...others] = problemsOf(text)
    t.match(problem, { code: 'bare-absence', remedy: 'add `depends: one/1`, the check that it was there' })
    t.same(others, [])
    const fixed = problem?.fix && read(applyFix(text, problem.fix))
    t.match(fixed, { lab: { steps: [{ expect: { 1: { depends: ['one/1'] } } }] } })
  })
