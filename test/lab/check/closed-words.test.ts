import t from 'tap'
import type { ValueType } from '../../../src/kernel/fact.ts'
import { parseLab } from '../../../src/lab/parse-lab.ts'
import type { LabProblem } from '../../../src/lab/problem.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'
import { subjectKinds, subjects } from '../../../src/subject/subject.ts'

function problemsOf(check: string, head = ''): readonly LabProblem[] {
  const text = `title: A\n${head}steps:\n  - id: a\n    text: b\n    as: box\n    run: c\n    expect:\n      - ${check.replaceAll('\n', '\n        ')}\n`
  const result = parseLab(text, { file: 'x.yaml', id: 'x', seed: '' }, nodeRuntime)
  return 'lab' in result ? [] : result.problems
}

/** What is written, the word that the problem points at, and the word that was meant. */
const misspelt: [check: string, found: string, meant: string | undefined][] = [
  ['process: box\ncapabilities: [CAP_SYSADMIN]', 'CAP_SYSADMIN', 'CAP_SYS_ADMIN'],
  ['process: box\ncapabilities: {not: [CAP_SYSADMIN]}', 'CAP_SYSADMIN', 'CAP_SYS_ADMIN'],
  ['process: box\ncapabilities: [CAP_CHOWN, {not: cap_sys_admin}]', 'cap_sys_admin', 'CAP_SYS_ADMIN'],
  ['process: box\ncapabilities: {not: [sys_admin]}', 'sys_admin', 'CAP_SYS_ADMIN'],
  ['process: box\nbounding_capabilities: {not: [CAP_NETRAW]}', 'CAP_NETRAW', 'CAP_NET_RAW'],
  ['process: box\nbounding_capabilities: [{not: {not: CAP_NETRAW}}]', 'CAP_NETRAW', 'CAP_NET_RAW'],
  ['process: box\nstate: {not: sleepin}', 'sleepin', 'sleeping'],
  ['process: box\nseccomp: {not: filtered}', 'filtered', 'filter'],
  ['process: box\nnamespaces: {pid: {not: owm}}', 'owm', 'own'],
  ['cgroup: g\ncgroup.controllers: {not: [memry]}', 'memry', 'memory'],
  ['cgroup: g\ncgroup.controllers: [Memory]', 'Memory', 'memory'],
  ['cgroup: g\ncgroup.subtree_control: [{not: blkio}]', 'blkio', 'io'],
  ['cgroup: g\ncgroup.type: {not: treaded}', 'treaded', 'threaded'],
  ['cgroup: g\ncpuset.cpus.partition: {not: isolatd}', 'isolatd', 'isolated'],
  ['host: {controllers: {not: [pid]}}', 'pid', 'pids'],
  ['mount: /\npropagation: {not: privat}', 'privat', 'private'],
  ['mount: /\noptions: {not: [nosiud]}', 'nosiud', 'nosuid'],
  ['file: /x\nkind: {not: symlnk}', 'symlnk', 'symlink'],
  ['link: lo\nstate: {not: up}', 'up', 'UP'],
  ['exit: {signal: {not: KILL}}', 'KILL', 'SIGKILL'],
  ['exit: {signal: {not: SIGPOLL}}', 'SIGPOLL', 'SIGIO'],
  ['process: box\nstate: {not: xyzzy}', 'xyzzy', undefined],
]

for (const [check, found, meant] of misspelt)
  t.test(`refused: ${check.replaceAll('\n', '; ')}`, async t => {
    const [problem, ...more] = problemsOf(check)
    t.match(problem, { code: 'unknown-word' })
    t.same(more, [])
    const { text = '', start = 0 } = problem?.sourceLine ?? {}
    t.equal(text.slice(start, start + (problem?.length ?? 0)), found, 'where it stands')
    const suggestion = /did you mean `(.*)`\?/.exec(problem?.message ?? '')?.[1]
    t.equal(suggestion, meant)
  })

const wrongForms: [check: string, code: string][] = [
  ['file: /x\nmode: {not: "644"}', 'wrong-value'],
  ['file: /x\nidentity: {not: "131"}', 'wrong-value'],
  ['link: lo\naddresses: {not: [127.0.0.1]}', 'wrong-value'],
  ['cgroup: g\nio.max: {not: {vda: {rbps: 1MiB}}}', 'wrong-value'],
  ['cgroup: g\nio.weight: {not: {defualt: 100}}', 'wrong-value'],
  ['process: box\nnamespaces: {not: {mount: own}}', 'unknown-field'],
  ['process: box\ncapabilities: {not: {same-as: bax}}', 'unknown-name'],
  ['process: box\ncapabilities: {not: [/^cap_/]}', 'unmatched-pattern'],
]

for (const [check, code] of wrongForms)
  t.test(`refused: ${check.replaceAll('\n', '; ')}`, async t => {
    t.same(
      problemsOf(check).map(problem => problem.code),
      [code],
    )
  })

const right = [
  'process: box\ncapabilities: [CAP_SYS_ADMIN, /^CAP_NET_/, {not: /^cap_mac/i}]',
  'process: box\nbounding_capabilities: {same-as: host}',
  'process: box\nstate: disk sleep',
  'cgroup: g\ncgroup.controllers: [cpu, cpuset, dmem, hugetlb, io, memory, misc, pids, rdma]',
  'cgroup: g\ncpuset.cpus.partition: root invalid',
  'cgroup: g\nio.max: {"254:0": {rbps: max}}',
  'cgroup: g\nio.weight: {default: 100, "254:0": 50}',
  'mount: /\noptions: [rw, relatime, {not: nosymfollow}]',
  'mount: /\nsuper_options: [/^lowerdir=/, {not: size=64k}]',
  'link: lo\naddresses: [127.0.0.1/8, "::1/128", {not: /^10\\./}]',
  'file: /x\nmode: "0644"',
  'file: /x\nmode: /^06/',
  'exit: {signal: none}',
]

for (const check of right)
  t.test(`accepted: ${check.replaceAll('\n', '; ')}`, async t => {
    t.same(problemsOf(check), [])
  })

/** Everywhere in a value of this type where a word of a closed set stands, a value that has the word there. */
function placesOfWords(type: ValueType, word: string): string[] {
  switch (type.type) {
    case 'word':
    case 'namespace':
      return [word, `{not: ${word}}`]
    case 'list':
      return placesOfWords(type.of, word).flatMap(inner => [`[${inner}]`, `{not: [${inner}]}`])
    case 'map':
      return placesOfWords(type.of, word).map(inner => `{/a: ${inner}}`)
    case 'record':
      return Object.entries(type.fields).flatMap(([name, field]) =>
        placesOfWords(field, word).map(inner => `{${name}: ${inner}}`),
      )
    default:
      return []
  }
}

t.test('no fact takes a word that it can never be', async t => {
  const checks = subjectKinds.flatMap(kind =>
    Object.entries(subjects[kind].facts).flatMap(([name, { value }]) =>
      placesOfWords(value, 'xyzzy').map(written => {
        if (name === 'value') return `${kind}: ${written}`
        if (kind === 'host') return `host: {${name}: ${written}}`
        return `${subjects[kind].form.examples[0]}\n${name}: ${written}`
      }),
    ),
  )
  t.ok(checks.length > 60, 'there are such facts')
  for (const check of checks) t.match(problemsOf(check)[0]?.code, /unknown-word|not-comparable/, check)
})

t.test('what is written into a cgroup as well', async t => {
  const limit = (limits: string) => {
    const text = `title: A\nsteps:\n  - id: a\n    text: b\n    in: {cgroup: g, limits: {${limits}}}\n    run: c\n`
    const result = parseLab(text, { file: 'x.yaml', id: 'x', seed: '' }, nodeRuntime)
    return 'lab' in result ? [] : result.problems.map(({ code, message }) => `${code}: ${message}`)
  }
  t.same(limit('cgroup.subtree_control: +memory -pids'), [])
  t.match(limit('cgroup.type: treaded'), [/^unknown-word: .*did you mean `threaded`/])
  t.match(limit('cpuset.cpus.partition: isolatd'), [/^unknown-word: .*did you mean `isolated`/])
})

t.test('a word that only another seed draws is refused for every seed, where it is used', async t => {
  const head = (picks: string) => `vars: {cap: {pick: [${picks}]}}\n`
  const check = 'process: box\ncapabilities: {not: ["${cap}"]}'
  t.same(problemsOf(check, head('CAP_KILL, CAP_CHOWN, CAP_MKNOD')), [])
  for (const picks of [
    'CAP_KILL, CAP_CHWN',
    'CAP_CHWN, CAP_KILL',
    'CAP_KILL, CAP_CHOWN, CAP_CHWN, CAP_MKNOD',
  ])
    t.match(problemsOf(check, head(picks)), [
      { code: 'unknown-word', at: { line: 10, column: 30 }, message: /`CAP_CHWN`; did you mean `CAP_CHOWN`/ },
    ])
  const [two] = problemsOf(
    'cgroup: g\nmemory.max: {between: ["${low}", "${high}"]}',
    ['vars: {low: {pick: [1MiB, 10MiB]}, high: {pick: [20MiB, 5MiB]}}\n'][0],
  )
  t.match(two, { code: 'empty-range', message: /^if `(low` is `10MiB|high` is `5MiB)`: / })
})

t.test(
  'so is what only one of very many combinations draws, as long as one value alone makes it wrong',
  async t => {
    const names = Array.from({ length: 8 }, (_, index) => `v${index}`)
    const head = `vars: {${names.map(name => `${name}: {pick: [10, 20, ${name === 'v5' ? '-5' : 30}, 40]}`).join(', ')}}\n`
    const check = `cgroup: g\nmemory.stat: {${names.map((name, index) => `${['anon', 'file', 'kernel', 'sock', 'shmem', 'slab', 'pgfault', 'zswap'][index]}: "\${${name}}"`).join(', ')}}`
    t.match(problemsOf(check, head), [{ code: 'wrong-value', message: /^if `v5` is `-5`: / }])
  },
)
