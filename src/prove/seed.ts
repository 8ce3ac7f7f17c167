import type { Lab } from '../lab/lab.ts'

/**
 * The lab as it is to be run: at least so often, and at least once with each value that its variables can have. The first is that
 * of the seed itself, from which mutants are made.
 */
export function labsToRun(draw: (seed: string) => Lab, seed: string, repeat: number): [Lab, ...Lab[]] {
  const first = draw(seed)
  const labs: [Lab, ...Lab[]] = [first]
  const seen = new Set(valuesOf(first))
  if (seen.size > 0)
    for (let number = 1; number < mostSeeds; number++) {
      const lab = draw(`${seed}-${number}`)
      const fresh = valuesOf(lab).filter(value => !seen.has(value))
      if (fresh.length === 0) continue
      for (const value of fresh) seen.add(value)
      labs.push(lab)
    }
  while (labs.length < repeat) labs.push(labs[labs.length % seenBefore(labs)] as Lab)
  return labs
}

/** So many draws show each of a handful of values. */
const mostSeeds = 60

const valuesOf = ({ vars }: Lab) => Object.entries(vars).map(([name, value]) => `${name}=${value}`)

/** How many of them differ. */
const seenBefore = (labs: readonly Lab[]) => new Set(labs).size
