import type { Check, Lab } from '../lab/lab.ts'
import { factsText } from '../plan/look-line.ts'
import { subjectKey, subjectWords } from '../subject/subject.ts'
import type { Mutant, Touch } from './mutant.ts'

/**
 * What an author can do about a mutant that no check catches: make the first check stricter that reads what was changed, from the
 * changed step on. If there is none, add the proposed one, or one beside the closest check.
 */
export function advice(lab: Lab, { step, touches, proposal }: Mutant): string {
  const from = lab.steps.findIndex(({ id }) => id === step)
  const checks = lab.steps.slice(from).flatMap(({ expect }) => expect)
  const working = checks.filter(({ given }) => given === undefined)
  const reading = touches && working.find(check => reads(check, touches))
  if (reading) return `${words(reading)} reads what was changed and must fail: make its expectation stricter.`
  const what = touches ? `${touches.fact} of ${touches.key ?? `a ${touches.subject}`}` : 'what was changed'
  const [closest] = working
  const near = closest ? `; the closest is ${words(closest)}` : ''
  return proposal === undefined
    ? `No check reads ${what}${near}. Add one to step \`${step}\` or a later one, or remove from the lab what no check needs.`
    : `No check reads ${what}${near}. Add one under \`expect\` of step \`${step}\`: \`${proposal}\`.`
}

function reads({ subject, facts }: Check, { subject: kind, fact, key }: Touch): boolean {
  return (
    subject.kind === kind && Object.hasOwn(facts, fact) && (key === undefined || subjectKey(subject) === key)
  )
}

const words = (check: Check) => `${check.id} (${subjectWords(check.subject)}: ${factsText(check)})`
