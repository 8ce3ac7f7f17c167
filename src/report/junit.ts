import XMLBuilder from 'fast-xml-builder'
import type { FactVerdict, Outcome, Verdict } from '../verdict/verdict.ts'
import type { Reporter } from './reporter.ts'
import { gatherResult, type LabResult, labOutcome, type RunResult } from './result.ts'
import { checkWords, failureWords, leakWords } from './wording.ts'

/** JUnit's XML, as CI servers read it: a test suite for each lab, a test case for each check. Written at the end. */
export function junit(out: (text: string) => void): Reporter {
  const { add, result } = gatherResult()
  return {
    name: 'junit',
    event: add,
    end: () => {
      const xml = builder.build(withoutControls(testsuites(result())))
      out(`<?xml version="1.0" encoding="UTF-8"?>\n${xml.trimEnd()}\n`)
    },
  }
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
})

type Node = string | number | Node[] | { [key: string]: Node | undefined }

function testsuites({ labs, ms, interrupted, seed, machine }: RunResult): Node {
  const suites = labs.map(lab => testsuite(lab, { seed, machine }))
  const nothing = labs.length === 0 || interrupted ? [unfinished(interrupted)] : []
  return {
    testsuites: {
      '@name': 'unboxed',
      '@time': inSeconds(ms),
      ...totals(labs.flatMap(casesOf), nothing.length),
      testsuite: [...suites, ...nothing],
    },
  }
}

/** A run that did not come to its end must not look like one with nothing wrong. */
function unfinished(interrupted: boolean): Node {
  const message = interrupted ? 'the run was interrupted' : 'no lab was run'
  return {
    '@name': 'unboxed',
    '@tests': 1,
    '@failures': 0,
    '@errors': 1,
    '@skipped': 0,
    testcase: { '@name': 'run', '@classname': 'unboxed', error: { '@message': message, '@type': 'error' } },
  }
}

function testsuite(lab: LabResult, run: { seed: string; machine: string }): Node {
  const { head, ms, leaks } = lab
  return {
    '@name': head.id,
    '@time': inSeconds(ms),
    '@file': head.file,
    ...totals(casesOf(lab)),
    properties: { property: properties(lab, run) },
    testcase: casesOf(lab).map(({ node }) => node),
    ...(leaks.length > 0 ? { 'system-err': `left behind and removed: ${leakWords(leaks)}` } : {}),
  }
}

function properties(
  { head, machine }: LabResult,
  { seed, machine: where }: { seed: string; machine: string },
): Node[] {
  const named: Record<string, string | undefined> = {
    title: head.title,
    seed,
    machine: machine?.description ?? where,
    kernel: machine?.release,
    controllers: machine?.controllers.join(' '),
    ...Object.fromEntries(Object.entries(head.vars).map(([name, value]) => [`var.${name}`, value])),
  }
  return Object.entries(named).flatMap(([name, value]) => (value ? [{ '@name': name, '@value': value }] : []))
}

interface Case {
  readonly outcome: Outcome
  readonly node: Node
}

/** The checks, and one more for a lab whose checks were not all judged or that has none. */
function casesOf(lab: LabResult): Case[] {
  const cases = lab.verdicts.map(verdict => ({ outcome: verdict.outcome, node: testcase(verdict) }))
  const outcome = labOutcome(lab)
  if (cases.some(each => each.outcome === outcome)) return cases
  const message = lab.ended?.message ?? 'not all checks were judged'
  const node = { '@name': 'lab', '@classname': lab.head.id, ...result(outcome, message, message) }
  return outcome === 'pass' ? cases : [...cases, { outcome, node }]
}

function testcase(verdict: Verdict): Node {
  const { lab, check, at, outcome, facts, why } = verdict
  const message = failureWords(verdict)
  const wrong = facts.filter(fact => fact.outcome !== 'pass')
  const body = [...wrong.map(factText), why ?? '', verdict.reason?.remedy ?? ''].filter(Boolean).join('\n')
  const seen = facts.filter(({ evidence }) => evidence.length > 0).map(factText)
  return {
    '@name': oneLine(`${check} ${facts.length > 0 ? checkWords(verdict) : verdict.subject}`),
    '@classname': lab,
    '@file': at.file,
    '@line': at.line,
    ...result(outcome, message, body || message),
    ...(seen.length > 0 ? { 'system-out': seen.join('\n') } : {}),
  }
}

function result(outcome: Outcome, message: string, body: string): { [key: string]: Node } {
  const attributes = { '@message': oneLine(message), '@type': outcome }
  if (outcome === 'fail') return { failure: { ...attributes, '#text': body } }
  if (outcome === 'error') return { error: { ...attributes, '#text': body } }
  if (outcome === 'skipped' || outcome === 'unsupported') return { skipped: { '@message': oneLine(message) } }
  return {}
}

function factText(fact: FactVerdict): string {
  const lines = fact.evidence.map(
    ({ source, excerpt }) => `  ${source}: ${excerpt.replaceAll('\n', '\n    ')}`,
  )
  const said = fact.outcome === 'pass' ? fact.observed : fact.message
  return [`${fact.asked}: ${said}`, ...lines].join('\n')
}

function totals(cases: readonly Case[], moreErrors = 0): { [key: string]: Node } {
  const number = (...outcomes: Outcome[]) => cases.filter(({ outcome }) => outcomes.includes(outcome)).length
  return {
    '@tests': cases.length + moreErrors,
    '@failures': number('fail'),
    '@errors': number('error') + moreErrors,
    '@skipped': number('skipped', 'unsupported'),
  }
}

const inSeconds = (ms: number) => (ms / 1000).toFixed(3)

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** XML 1.0 has no way at all to write most control characters, nor half of a surrogate pair. */
function withoutControls(node: Node | undefined): Node | undefined {
  if (typeof node === 'string') return node.replace(forbidden, '\ufffd')
  if (Array.isArray(node)) return node.map(item => withoutControls(item) ?? '')
  if (typeof node !== 'object') return node
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutControls(value)]))
}

const forbidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
