import type { FactVerdict, Outcome, Verdict } from '../../../verdict/verdict.ts'
import { checkWords, failureWords } from '../../../verdict/words.ts'
import { type AttemptResult, attemptOutcome, endsOf } from '../../view/result.ts'
import { oneLine } from '../../wording.ts'
import type { Node } from './xml.ts'

/** A test case and its outcome, for the totals. */
export interface Case {
  readonly outcome: Outcome
  readonly node: Node
}

/** The checks, and one more for each reason that no check gives, or for an attempt whose checks were not all judged or whose lab has none. */
export function casesOf(attempt: AttemptResult): Case[] {
  const { name, verdicts } = attempt
  const cases = verdicts.map(verdict => ({ outcome: verdict.outcome, node: testcase(verdict, name) }))
  const outcome = attemptOutcome(attempt)
  const told = new Set(verdicts.map(({ reason }) => reason?.message))
  const ends = endsOf(attempt).flatMap(({ kind, message, remedy = message }) => {
    // A time-out beside a failed check is no error: the attempt has failed.
    const as = outcome === 'fail' ? outcome : kind
    return told.has(message) ? [] : [{ outcome: as, node: labCase(name, result(as, message, remedy)) }]
  })
  if (outcome === 'pass' || [...cases, ...ends].some(each => each.outcome === outcome))
    return [...cases, ...ends]
  const message = 'some checks were not judged'
  return [...cases, ...ends, { outcome, node: labCase(name, result(outcome, message, message)) }]
}

const labCase = (name: string, result: { [key: string]: Node }): Node => ({
  '@name': 'lab',
  '@classname': name,
  ...result,
})

function testcase(verdict: Verdict, attempt: string): Node {
  const { check, at, outcome, facts, why } = verdict
  const message = failureWords(verdict)
  const wrong = facts.filter(fact => fact.outcome !== 'pass')
  const body = [...wrong.map(factText), why ?? '', verdict.reason?.remedy ?? ''].filter(Boolean).join('\n')
  const seen = facts.filter(({ evidence }) => evidence.length > 0).map(factText)
  return {
    '@name': oneLine(`${check} ${facts.length > 0 ? checkWords(verdict) : verdict.subject}`),
    '@classname': attempt,
    '@file': at.file,
    '@line': at.line,
    ...(verdict.observed ? { properties: { property: propertiesOf(verdict) } } : {}),
    ...result(outcome, message, body || message),
    ...(seen.length > 0 ? { 'system-out': seen.join('\n') } : {}),
  }
}

function propertiesOf({ observed, contradicted }: Verdict): Node[] {
  return [
    { '@name': 'observed', '@value': observed ?? '' },
    ...(contradicted ? [{ '@name': 'contradicted', '@value': 'true' }] : []),
  ]
}

/** The element inside a test case that did not pass. */
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

/** The number of cases by outcome. */
export type CaseCounts = Record<Outcome, number>

/** Adds cases to the counts. */
export function countCases(
  cases: readonly Case[],
  counts: CaseCounts = { pass: 0, fail: 0, error: 0, unsupported: 0, skipped: 0 },
): CaseCounts {
  for (const { outcome } of cases) counts[outcome]++
  return counts
}

/** Counts as attributes of a suite. */
export const totals = ({ pass, fail, error, unsupported, skipped }: CaseCounts): { [key: string]: Node } => ({
  '@tests': pass + fail + error + unsupported + skipped,
  '@failures': fail,
  '@errors': error,
  '@skipped': skipped + unsupported,
})

export const inSeconds = (ms: number) => (ms / 1000).toFixed(3)
