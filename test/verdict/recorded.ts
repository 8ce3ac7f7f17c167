import { readFileSync } from 'node:fs'
import { newAttempt } from '../../src/attempt/attempt.ts'
import type { Evidence, MachineRecord, Sample, StepEvidence } from '../../src/evidence/evidence.ts'
import type { Reading } from '../../src/evidence/reading.ts'
import type { Check, Expectation, Lab, Step } from '../../src/lab/lab.ts'
import type { Subject } from '../../src/subject/subject.ts'

type Texts = Readonly<Record<string, string | { readonly errno: string; readonly message: string }>>

/** Recorded from Linux 6.12, while a cgroup was created, a process ran in it, another was killed there, and so on. */
const guest = JSON.parse(
  readFileSync(new URL('../fixtures/report/guest-6.12.json', import.meta.url), 'utf8'),
) as Record<Moment, Texts> & {
  readonly release: string
  readonly node: string
  readonly agent: number
  readonly box: number
  readonly zombie: number
  readonly rootless: number
  readonly controllers: readonly string[]
  readonly ps: string
}

export type Moment = 'limit' | 'running' | 'ended' | 'before' | 'full' | 'bare' | 'dead' | 'user'

export const { agent, box, zombie, rootless, ps } = guest

export const machine: MachineRecord = {
  name: 'vm',
  description: 'QEMU 7.2.22, TCG (software emulation)',
  release: guest.release,
  node: guest.node,
  cgroup: '/sys/fs/cgroup',
  controllers: guest.controllers,
}

/** The readings of one moment, with some replaced or, by undefined, removed. */
export function readings(moment: Moment, changes: Record<string, Texts[string] | undefined> = {}): Reading[] {
  const texts: Record<string, Texts[string] | undefined> = { ...guest[moment], ...changes }
  return Object.entries(texts).flatMap(([source, look]) => {
    if (look === undefined) return []
    return [typeof look === 'string' ? { source, text: look } : { source, ...look }]
  })
}

export function sample(
  bindings: Sample['bindings'],
  found: readonly Reading[],
  rest: Partial<Sample> = {},
): Sample {
  return {
    at: 1000,
    moment: 'end',
    bindings: { host: { pid: agent }, ...bindings },
    readings: found,
    ...rest,
  }
}

export function stepEvidence(rest: Partial<StepEvidence> = {}): StepEvidence {
  return {
    id: 'step',
    operations: [],
    startedAt: 0,
    endedAt: 1000,
    output: { stdout: '', stderr: '' },
    exits: {},
    samples: [],
    ...rest,
  }
}

const at = { file: 'labs/cgroup/memory-max.yaml', line: 1, column: 1 }

export function check(
  subject: Subject,
  facts: Record<string, Expectation>,
  rest: Partial<Check> = {},
): Check {
  return { id: 'step/1', subject, facts, when: { kind: 'now' }, depends: [], points: 1, at, ...rest }
}

export function step(expect: readonly Check[], rest: Partial<Step> = {}): Step {
  return {
    id: 'step',
    text: '',
    hints: [],
    in: { namespaces: [], limits: {} },
    run: 'true',
    timeout: 30_000,
    expect,
    at,
    ...rest,
  }
}

export function lab(steps: readonly Step[], rest: Partial<Lab> = {}): Lab {
  return {
    id: 'cgroup/memory-max',
    file: at.file,
    title: 'A memory limit is a number in a file',
    about: '',
    claims: [],
    needs: [],
    reads: [],
    timeout: 60_000,
    vars: {},
    seed: 'seed',
    steps,
    ...rest,
  }
}

export function evidence(steps: readonly StepEvidence[], rest: Partial<Evidence> = {}): Evidence {
  return {
    format: 3,
    attempt: newAttempt(lab([])).head,
    lab: { file: at.file, digest: '0123456789abcdef' },
    machine,
    startedAt: '2025-01-01T00:00:00.000Z',
    steps,
    leaks: [],
    ...rest,
  }
}

const shared: Expectation = { match: 'same-as', as: 'host', text: 'shared' }

/** Expectations as the lab reader gives them. */

export const expect = {
  shared,
  own: { match: 'not', of: shared, text: 'own' } as Expectation,
  equal: (value: number | string | boolean, text = String(value)): Expectation => ({
    match: 'equal',
    value,
    text,
  }),
  compare: (op: '<' | '<=' | '>' | '>=', value: number): Expectation => ({
    match: 'compare',
    op,
    value,
    text: `${op} ${value}`,
  }),
  not: (of: Expectation): Expectation => ({ match: 'not', of, text: `not ${of.text}` }),
  between: (low: number, high: number): Expectation => ({
    match: 'between',
    low,
    high,
    text: `between ${low} and ${high}`,
  }),
  pattern: (source: string, flags = ''): Expectation => ({
    match: 'pattern',
    source,
    flags,
    text: `/${source}/${flags}`,
  }),
  contain: (...items: Expectation[]): Expectation => ({
    match: 'contain',
    items,
    text: items.map(({ text }) => text).join(', '),
  }),
  only: (...items: Expectation[]): Expectation => ({
    match: 'only',
    items,
    text: items.length === 0 ? 'empty' : `only ${items.map(({ text }) => text).join(', ')}`,
  }),
  count: (of: Expectation): Expectation => ({ match: 'count', of, text: `${of.text} in number` }),
  times: (times: number, as: Subject, share: number): Expectation => ({
    match: 'within',
    share,
    of: { times, as },
    text: `within ${share * 100}% of ${times} times the other`,
  }),
  unchangedSince: (step: string): Expectation => ({
    match: 'unchanged-since',
    step,
    text: `unchanged since ${step}`,
  }),
  grownBy: (of: Expectation): Expectation => ({ match: 'grown-by', of, text: `grown by ${of.text}` }),
  sameAs: (as: string): Expectation => ({ match: 'same-as', as, text: `same as ${as}` }),
  numberOf: (name: string): Expectation => ({ match: 'process', name, text: name }),
  fields: (fields: Record<string, Expectation>): Expectation => ({
    match: 'fields',
    fields,
    text: Object.entries(fields)
      .map(([field, { text }]) => `${field}: ${text}`)
      .join(', '),
  }),
}
