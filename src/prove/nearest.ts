import type { Check, Lab } from '../lab/lab.ts'
import { subjectWords } from '../subject/subject.ts'
import type { Mutant } from './mutant.ts'

/**
 * Which check should have seen a mutant, in words: the first from the changed step on that asks for what was changed. Where none
 * does, that is said, with the first check of the changed step, or else of the steps after it.
 */
export function shouldHaveSeen(lab: Lab, { step, touches }: Mutant): string {
  const from = lab.steps.findIndex(({ id }) => id === step)
  const checks = lab.steps.slice(from).flatMap(({ expect }) => expect)
  const working = checks.filter(({ given }) => given === undefined)
  const asking = working.find(
    ({ subject, facts }) => subject.kind === touches?.subject && Object.hasOwn(facts, touches.fact),
  )
  if (asking) return `${words(asking)} should have seen it.`
  const [first] = working
  const asked = touches ? `No check asks for ${touches.fact} of a ${touches.subject}` : 'No check sees this'
  return first ? `${asked}; the nearest is ${words(first)}.` : `${asked}, or anything after it.`
}

function words({ id, subject, facts }: Check): string {
  const asked = Object.entries(facts).map(([name, { text }]) => (name === 'value' ? text : `${name} ${text}`))
  return `${id} (${subjectWords(subject)}: ${asked.join(', ')})`
}
