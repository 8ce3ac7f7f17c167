import type { Lab } from '../lab/lab.ts'

/**
 * The labs of the reference runs: at least `repeat`, and at least one with each value that each variable can have. The first is
 * drawn from the seed itself; mutants are made from it.
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

/** Enough draws to see every value of a short list. */
const mostSeeds = 60

const valuesOf = ({ vars }: Lab) => Object.entries(vars).map(([name, value]) => `${name}=${value}`)

/** How many of the labs differ. */
const seenBefore = (labs: readonly Lab[]) => new Set(labs).size
