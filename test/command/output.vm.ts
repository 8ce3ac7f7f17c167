import { join } from 'node:path'
import t from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { eventsOf, unboxed, verdictsOf } from './unboxed.ts'

await useOwnCache(t)

const labs = t.testdir({
  'once.yaml': `
title: More output than is kept
steps:
  - id: numbers
    text: Two hundred thousand lines.
    run: seq 200000
    expect:
      - {output: stdout, text: {not: /^100000$/m}}
      - {output: stdout, lines: "< 100000"}
      - {output: stdout, lines: 200000}
      - {output: both, text: [/^1$/m, /^200000$/m]}
  - id: fits
    text: As much as is kept.
    run: head -c 131072 /dev/zero | tr '\\0' x
    expect:
      - {output: stdout, text: {not: /y/}}
      - {output: stdout, lines: 1}
  - id: just
    text: One byte more.
    run: head -c 131073 /dev/zero | tr '\\0' x
    expect:
      - {output: stdout, text: {not: /y/}}
      - {output: stdout, text: /^x+/}
  - id: characters
    text: Characters of three bytes, and lines of two.
    run: head -c 100000 /dev/zero | tr '\\0' x | sed 's/x/€/g'; printf '\\r\\n\\r\\nlast'
    expect:
      - {output: stdout, text: [/^€/, /€\\r\\n\\r\\nlast$/]}
      - {output: stdout, lines: 2}
      - {output: stdout, text: {not: "€"}}
  - id: errors
    text: Standard error is cut apart.
    run: seq 200000 >&2; echo short
    expect:
      - {output: stdout, text: short}
      - {output: both, lines: 200001}
      - {output: both, text: {not: /^100000$/m}}
`,
  'standing.yaml': `
title: A shell that prints much goes on
steps:
  - id: box
    text: A shell.
    as: box
    run: unshare --uts sh
    expect: [{process: box, exists: true}]
  - id: flood
    text: Three megabytes.
    in: {shell: box}
    run: |
      seq 500000
      echo trouble >&2
      printf end
      (exit 3)
    expect:
      - {output: stdout, lines: 500001}
      - {output: stdout, text: {not: /^250000$/m}}
      - {output: stdout, text: /^end$/m}
      - {output: stderr, text: trouble}
      - {exit: 3}
  - id: next
    text: It goes on.
    in: {shell: box}
    run: echo next
    expect: [{output: both, text: next}, {exit: 0}]
  - id: left
    text: Much is printed by what keeps running.
    as: left
    run: sh -c 'seq 200000; exec sleep 1000'
    expect:
      - {process: left, exists: true, when: {holds: 4s}}
      - {output: stdout, lines: 200000}
      - {output: stdout, text: {not: /^100000$/m}}
  - id: late
    text: Much is printed by what does not end.
    timeout: 2s
    run: seq 200000; sleep 1000
    expect: [{output: stdout, lines: 200000}]
`,
})

const outcomes = async (lab: string) => {
  const run = await unboxed(['run', '--reporter', 'jsonl', join(labs, `${lab}.yaml`)])
  const steps = eventsOf(run).flatMap(event => (event.type === 'attempt-end' ? event.evidence.steps : []))
  const verdicts = Object.fromEntries(verdictsOf(run).map(({ check, outcome }) => [check, outcome]))
  return { verdicts, steps }
}

t.test('what was not kept decides nothing, and lines are counted', async t => {
  const { verdicts, steps } = await outcomes('once')
  t.same(verdicts, {
    'numbers/1': 'error',
    'numbers/2': 'fail',
    'numbers/3': 'pass',
    'numbers/4': 'pass',
    'fits/1': 'pass',
    'fits/2': 'pass',
    'just/1': 'error',
    'just/2': 'pass',
    'characters/1': 'pass',
    'characters/2': 'pass',
    'characters/3': 'pass',
    'errors/1': 'pass',
    'errors/2': 'pass',
    'errors/3': 'error',
  })
  const of = (id: string) => steps.find(step => step.id === id)?.output
  t.equal(of('fits')?.cut, undefined)
  t.match(of('just')?.cut, { stdout: { at: 65_536, bytes: 1, lines: 1 } })
  t.notMatch(of('characters')?.stdout, /\ufffd/)
})

t.test('each step of a standing shell is bounded by itself', async t => {
  const { verdicts } = await outcomes('standing')
  t.same(verdicts, {
    'box/1': 'pass',
    'flood/1': 'pass',
    'flood/2': 'error',
    'flood/3': 'pass',
    'flood/4': 'pass',
    'flood/5': 'pass',
    'next/1': 'pass',
    'next/2': 'pass',
    'left/1': 'pass',
    'left/2': 'pass',
    'left/3': 'error',
    'late/1': 'pass',
  })
})
