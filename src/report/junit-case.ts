import type { FactVerdict, Outcome, Verdict } from '../verdict/verdict.ts'
import { checkWords, failureWords } from '../verdict/words.ts'
import { type LabResult, labOutcome } from './result.ts'
import type { Node } from './xml.ts'

/** A test case of JUnit, and what it counts as. */
export interface Case {
  readonly outcome: Outcome
  readonly node: Node
}

/** The checks, and one more for a lab whose checks were not all judged or that has none. */
export function casesOf(lab: LabResult): Case[] {
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

/** What stands in a test case that did not pass. */
export function result(outcome: Outcome, message: string, body: string): { [key: string]: Node } {
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

/** How many of each there are, as attributes of a suite. */
export function totals(cases: readonly Case[], moreErrors = 0): { [key: string]: Node } {
  const number = (...outcomes: Outcome[]) => cases.filter(({ outcome }) => outcomes.includes(outcome)).length
  return {
    '@tests': cases.length + moreErrors,
    '@failures': number('fail'),
    '@errors': number('error') + moreErrors,
    '@skipped': number('skipped', 'unsupported'),
  }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
