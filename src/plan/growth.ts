import type { Check, Expectation, Lab, Step } from '../lab/lab.ts'
import { partsOf } from '../lab/parts.ts'
import { definitionOf } from '../subject/subject.ts'

/** The checks of a step that compare with what was when it began: these are read before its first operation. */
export const checksOfGrowth = ({ expect }: Step): readonly Check[] =>
  expect.filter(({ subject, facts }) =>
    Object.entries(facts).some(
      ([name, expectation]) => definitionOf(subject).facts[name]?.isLog || asksForGrowth(expectation),
    ),
  )

/** Whether an expectation compares with what was when the step began. */
export const asksForGrowth = (expectation: Expectation): boolean =>
  partsOf(expectation).some(({ match }) => match === 'grown-by')

/** The earlier steps with whose end an expectation compares. */
export const stepsBefore = (expectation: Expectation): readonly string[] => [
  ...new Set(partsOf(expectation).flatMap(part => (part.match === 'unchanged-since' ? [part.step] : []))),
]

/** The earlier steps with whose end the checks of a step compare. */
export const stepsBeforeIn = ({ expect }: Pick<Step, 'expect'>): ReadonlySet<string> =>
  new Set(expect.flatMap(({ facts }) => Object.values(facts).flatMap(stepsBefore)))

/** The checks of all steps that compare with the end of this one, each with the facts that do: they are read then too. */
export const comparedLater = ({ steps }: Pick<Lab, 'steps'>, { id }: Step): readonly Check[] =>
  steps.flatMap(({ expect }) =>
    expect.flatMap(check => {
      const facts = Object.entries(check.facts).filter(([, each]) => stepsBefore(each).includes(id))
      return facts.length > 0 ? [{ ...check, facts: Object.fromEntries(facts) }] : []
    }),
  )
