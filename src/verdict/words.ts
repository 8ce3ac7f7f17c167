import type { Verdict } from './verdict.ts'

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
