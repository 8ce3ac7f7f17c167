import t from 'tap'
import { parseLab } from '../../../src/lab/parse-lab.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'

/** What the only check of a lab expects, by fact; or the codes of what is wrong. */
function read(check: string): unknown {
  const text = `title: A\nsteps:\n  - id: a\n    text: b\n    as: box\n    run: c\n    expect:\n      - ${check.replaceAll('\n', '\n        ')}\n`
  const result = parseLab(text, { file: 'x.yaml', id: 'x', seed: '' }, nodeRuntime)
  return 'lab' in result ? result.lab.steps[0]?.expect[0]?.facts : result.problems.map(({ code }) => code)
}

const equal = (text: string, value: unknown) => ({ text, match: 'equal', value })

const right: Record<string, Record<string, unknown>> = {
  'cgroup: g\nmemory.max: 64MiB': { 'memory.max': equal('64MiB', 67_108_864) },
  'cgroup: g\nmemory.max: max': { 'memory.max': equal('max', Number.POSITIVE_INFINITY) },
  'cgroup: g\nmemory.max: 4096': { 'memory.max': equal('4096', 4096) },
  'cgroup: g\ncgroup.freeze: 1': { 'cgroup.freeze': equal('1', true) },
  'cgroup: g\ncgroup.freeze: false': { 'cgroup.freeze': equal('false', false) },
  'cgroup: g\npids.current: ">=2"': { 'pids.current': { text: '>=2', match: 'compare', op: '>=', value: 2 } },
  'cgroup: g\npids.max: "< max"': {
    'pids.max': { text: '< max', match: 'compare', op: '<', value: Number.POSITIVE_INFINITY },
  },
  'cgroup: g\ncpu.max: 20%': {
    'cpu.max': { text: '20%', match: 'fields', fields: { share: equal('20%', 0.2) } },
  },
  'cgroup: g\ncpu.max: {quota: 20ms}': {
    'cpu.max': { text: 'quota 20ms', match: 'fields', fields: { quota: equal('20ms', 20) } },
  },
  'cgroup: g\nio.max: {"254:0": {rbps: 1MiB}}': {
    'io.max': {
      match: 'fields',
      fields: { '254:0': { match: 'fields', fields: { rbps: equal('1MiB', 1_048_576) } } },
    },
  },
  'cgroup: g\nmemory.current: {between: [1MiB, max]}': {
    'memory.current': {
      text: 'between 1MiB and max',
      match: 'between',
      low: 1_048_576,
      high: Number.POSITIVE_INFINITY,
    },
  },
  'cgroup: g\nmemory.current: {within: 5%, of: 64MiB}': {
    'memory.current': { text: 'within 5% of 64MiB', match: 'within', share: 0.05, of: 67_108_864 },
  },
  'cgroup: g\ncpu.stat: {usage_usec: {within: 25%, of: 20% of duration}}': {
    'cpu.stat': {
      fields: { usage_usec: { match: 'within', share: 0.25, of: { share: 0.2, of: 'duration' } } },
    },
  },
  'process: {cgroup: g}\nparent: box': { parent: { text: 'box', match: 'process', name: 'box' } },
  'process: {cgroup: g}\nparent: 1': { parent: equal('1', 1) },
  'process: {cgroup: g}\nparent: {not: box}': {
    parent: { match: 'not', of: { match: 'process', name: 'box' } },
  },
  'cgroup: g\ncgroup.procs: [box]': {
    'cgroup.procs': { match: 'contain', items: [{ match: 'process', name: 'box' }] },
  },
  'process: box\nopen_files: {"0": /dev/null}': {
    open_files: { match: 'fields', fields: { 0: equal('/dev/null', '/dev/null') } },
  },
  'output: stdout\ntext: /usr/bin': { text: equal('/usr/bin', '/usr/bin') },
  'output: stdout\ntext: /^a\\/b$/im': {
    text: { text: '/^a\\/b$/im', match: 'pattern', source: '^a\\/b$', flags: 'im' },
  },
  'output: stdout\ntext: [a, /b/, {not: c}]': {
    text: {
      text: 'a, /b/, not c',
      match: 'contain',
      items: [{ match: 'equal' }, { match: 'pattern' }, { match: 'not' }],
    },
  },
  'exit: 0': { value: { text: '0', match: 'fields', fields: { code: equal('0', 0) } } },
  'exit: {signal: SIGKILL}': { value: { match: 'fields', fields: { signal: equal('SIGKILL', 'SIGKILL') } } },
  'exit: {not: 0}': {
    value: { text: 'not 0', match: 'not', of: { match: 'fields', fields: { code: equal('0', 0) } } },
  },
  'process: box\nnamespaces: {pid: own, net: shared}': {
    namespaces: {
      text: 'pid own, net shared',
      match: 'fields',
      fields: {
        pid: { text: 'own', match: 'not', of: { match: 'same-as', as: 'host' } },
        net: { text: 'shared', match: 'same-as', as: 'host' },
      },
    },
  },
  'namespace: /run/ns/box\nowner: shared\nidentity: {uts: {same-as: box}}': {
    owner: { text: 'shared', match: 'same-as', as: 'host' },
    identity: { match: 'fields', fields: { uts: { match: 'same-as', as: 'box' } } },
  },
  'file: /a\ndevice: "0:0"\nxattrs: {trusted.overlay.opaque: y}': {
    device: equal('0:0', '0:0'),
    xattrs: { match: 'fields', fields: { 'trusted.overlay.opaque': equal('y', 'y') } },
  },
  'process: box\nhostname: {not: {same-as: host}}': {
    hostname: {
      text: 'not same as host',
      match: 'not',
      of: { text: 'same as host', match: 'same-as', as: 'host' },
    },
  },
  'process: box\ncgroup: g': { cgroup: equal('g', 'g') },
}

for (const [check, facts] of Object.entries(right))
  t.test(check.replaceAll('\n', '; '), async t => {
    t.match(read(check), facts)
  })

const wrong: Record<string, string> = {
  'process: box\nhostname: {same-as: nobody}': 'unknown-name',
  'process: {cgroup: g}\nparent: bax': 'unknown-name',
  'process: {cgroup: g}\nparent: host': 'unknown-name',
  'process: {cgroup: g}\nparent: Box': 'wrong-value',
  'process: box\nparent: box': 'never-itself',
  'process: box\nchildren: [{not: box}]': 'never-itself',
  'process: box\nthreads: box': 'wrong-value',
  'process: box\nopen_files: {stdin: /dev/null}': 'wrong-value',
  'process: box\nsignals: {ignored: [SIGNAL]}': 'unknown-word',
  'cgroup: g\nmemory.max: {same-as: box}': 'not-comparable',
  'host: {namespaces: {pid: own}}': 'not-comparable',
  'namespace: uts\nmembers: {same-as: box}': 'not-comparable',
  'namespace: mount\nmembers: 1': 'wrong-value',
  'namespace: /run/../ns\nmembers: 1': 'wrong-value',
  'namespace: uts\nparent: {uts: own}': 'unknown-field',
  'file: /a\ndevice: "0"': 'wrong-value',
  'file: /a\nxattrs: {overlay.opaque: y}': 'wrong-value',
  'output: stdout\ntext: {within: 5%, of: 10}': 'wrong-matcher',
  'output: stdout\ntext: [[a]]': 'wrong-value',
  'output: stdout\ntext: /(/': 'bad-pattern',
  [`output: stdout\ntext: /${'a'.repeat(501)}/`]: 'long-pattern',
  'process: box\nname: sixteen-letters-': 'long-text',
  'process: box\nname: {not: sixteen-letters-}': 'long-text',
  'process: box\nname: [{not: sixteen-letters-}]': 'long-text',
  'process: box\nname: äöüäöüäö': 'long-text',
  'output: stdout\ntext: null': 'no-value',
  'cgroup: g\nmemory.max: {between: [2, 1]}': 'empty-range',
  'cgroup: g\nmemory.max: {between: [1]}': 'wrong-value',
  'cgroup: g\nmemory.max: {between: [1, nothing]}': 'wrong-value',
  'cgroup: g\nmemory.max: {within: 5%, of: 20% of duration}': 'wrong-value',
  'cgroup: g\nmemory.max: {}': 'unknown-matcher',
  'cgroup: g\nmemory.events: {not: {}}': 'always-true',
  'exit: {signal: SIGKIL}': 'unknown-word',
  'exit: {not: {cod: 1}}': 'unknown-field',
}

for (const [check, code] of Object.entries(wrong))
  t.test(`refused: ${check.slice(0, 60).replaceAll('\n', '; ')}`, async t => {
    t.same(read(check), [code])
  })
