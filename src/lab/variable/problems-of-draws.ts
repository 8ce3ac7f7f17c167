import { quote } from '../message.ts'
import type { LabProblem } from '../problem.ts'
import { otherDraws, type Variables } from './variable.ts'

/** The values of all variables, by name. */
export type Values = ReadonlyMap<string, string>

/** A lab with its variables drawn in one way, and what is wrong with it then. */
export interface Drawn {
  readonly variables: Variables
  readonly problems: readonly LabProblem[]
}

interface Draw {
  readonly values: Values
  readonly problems: readonly LabProblem[]
}

/** A lab must be right for every seed: all its problems, and for those that only some values have, which these are. */
export function problemsOfDraws(
  { variables, problems }: Drawn,
  read: (values: Values) => Drawn,
): readonly LabProblem[] {
  const others = otherDraws(variables)
  if (others.length === 0) return problems
  const drawn = new Map([...variables].map(([name, { drawn }]) => [name, drawn]))
  const draws: Draw[] = [
    { values: drawn, problems },
    ...others.map(values => ({ values, problems: read(values).problems })),
  ]
  const places = new Map(
    draws.flatMap(({ problems }) => problems.map(problem => [placeOf(problem), problem])),
  )
  return [...places.keys()].map(place => nameValues(place, draws, read)).toSorted(byPlace)
}

const placeOf = ({ code, at }: LabProblem) => `${code} ${at.line} ${at.column}`

const byPlace = ({ at: a }: LabProblem, { at: b }: LabProblem) =>
  (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)

function nameValues(place: string, draws: readonly Draw[], read: (values: Values) => Drawn): LabProblem {
  const has = (problems: readonly LabProblem[]) => problems.find(problem => placeOf(problem) === place)
  const bad = draws.filter(({ problems }) => has(problems))
  const good = draws.find(({ problems }) => !has(problems))
  const [first] = bad
  const problem = first && has(first.problems)
  if (!first || !problem) throw new RangeError(`no draw has a problem at ${place}`)
  if (!good) return problem
  const [blamed, ...more] = blame(
    first.values,
    good.values,
    values => has(read(values).problems) !== undefined,
  )
  if (!blamed) return problem
  const [name, value] = blamed
  const wrong = more.length > 0 ? [value] : [...new Set(bad.map(({ values }) => values.get(name) ?? value))]
  const words = [[name, wrong] as const, ...more.map(([name, value]) => [name, [value]] as const)].map(
    ([name, values]) => `${quote(name)} is ${values.map(quote).join(' or ')}`,
  )
  return { ...problem, message: `if ${words.join(' and ')}: ${problem.message}` }
}

/** Of values with a problem those that cause it: all others can be what they are in a draw without it. */
function blame(bad: Values, good: Values, isBad: (values: Values) => boolean): [string, string][] {
  let values = bad
  for (const [name, value] of good) {
    const changed = new Map(values).set(name, value)
    if (values.get(name) !== value && isBad(changed)) values = changed
  }
  return [...values].filter(([name, value]) => good.get(name) !== value)
}
