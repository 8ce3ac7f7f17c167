import type { Expectation } from '../lab/lab.ts'
import type { Verdict } from './verdict.ts'

/** What was asked of a fact, as a person says it: `memory.max is 64MiB`, `lines are 2`, `text contains hello`. */
export function askedWords(fact: string, expectation: Expectation): string {
  if (isExistence(fact) && expectation.match === 'equal')
    return `${fact.replace(/exists$/, '')}${expectation.value === false ? 'does not exist' : 'exists'}`
  return `${fact} ${said(expectation, isPlural(fact) ? plural : singular)}`.trim()
}

/** Whether a fact is that its subject is there, which people say in other words than true and false. */
export const isExistence = (fact: string): boolean => /(^|\.)exists$/.test(fact)

interface Verbs {
  readonly is: string
  readonly matches: string
  readonly contains: string
  readonly has: string
  readonly does: string
}

const singular: Verbs = { is: 'is', matches: 'matches', contains: 'contains', has: 'has', does: 'does' }
const plural: Verbs = { is: 'are', matches: 'match', contains: 'contain', has: 'have', does: 'do' }

/** `lines`, `processes`, `children`; not `access`, `status`, `uts`. */
const isPlural = (fact: string) =>
  /children$/.test(fact) || (/\w\w[^s]s$/.test(fact) && !/us$/.test(fact.replace(/cpus$/, '')))

function said(expectation: Expectation, verbs: Verbs): string {
  const { text } = expectation
  switch (expectation.match) {
    case 'compare':
      return text
    case 'pattern':
      return `${verbs.matches} ${text}`
    case 'contain':
      return `${verbs.contains} ${text}`
    case 'fields':
    case 'grown-by':
      return `${verbs.has} ${text}`
    case 'same-as':
      return /^same as /.test(text) ? `${verbs.is} the ${text}` : `${verbs.is} ${text}`
    case 'not':
      return text.startsWith('not ') ? denied(expectation.of, verbs) : `${verbs.is} ${text}`
    default:
      return `${verbs.is} ${text}`
  }
}

function denied(expectation: Expectation, verbs: Verbs): string {
  const { match, text } = expectation
  if (match === 'grown-by') return `${verbs.has} not ${text}`
  const bare = { pattern: 'match', contain: 'contain', fields: 'have' } as const
  return match in bare
    ? `${verbs.does} not ${bare[match as keyof typeof bare]} ${text}`
    : `${verbs.is} not ${text}`
}

/** A whole check in one line: its subject and all that was asked of it. */
export function checkWords({ subject, facts, reason }: Verdict): string {
  if (facts.length === 0) return reason ? `${subject}: ${reason.message}` : subject
  return `${subject}: ${facts.map(({ asked }) => asked).join(', ')}`.replaceAll('\n', ' ')
}

/** Why a check did not pass, in one line. */
export function failureWords({ facts, reason, outcome }: Verdict): string {
  if (reason) return reason.message
  const wrong = facts.filter(fact => fact.outcome === outcome)
  const messages = [...new Set(wrong.map(({ message }) => message))]
  return messages.length === 0 ? outcome : messages.join('; ')
}
