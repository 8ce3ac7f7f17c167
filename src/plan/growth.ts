import type { Check, Expectation, Step } from '../lab/lab.ts'
import { definitionOf } from '../subject/subject.ts'

/** The checks of a step that compare with what was when it began: these are read before its first operation. */
export const checksOfGrowth = ({ expect }: Step): readonly Check[] =>
  expect.filter(({ subject, facts }) =>
    Object.entries(facts).some(
      ([name, expectation]) => definitionOf(subject).facts[name]?.isLog || asksForGrowth(expectation),
    ),
  )

/** Whether an expectation compares with what was when the step began. */
export function asksForGrowth(expectation: Expectation): boolean {
  switch (expectation.match) {
    case 'grown-by':
      return true
    case 'not':
      return asksForGrowth(expectation.of)
    case 'fields':
      return Object.values(expectation.fields).some(asksForGrowth)
    default:
      return false
  }
}
