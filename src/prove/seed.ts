import type { Lab } from '../lab/lab.ts'

/** The seed and the number of runs of a proof, unless the command line says otherwise: those of every proof that is recorded. */
export const usualProof = { seed: 'prove', repeat: 3 } as const

/** How a lab draws its variables. */
export interface Draws {
  /** The lab with the variables of a seed. */
  readonly draw: (seed: string) => Lab
  /** The variables of a seed alone, for a tenth of the time. Default: those of the lab drawn. */
  readonly values?: (seed: string) => Lab['vars']
}

/**
 * The labs of the reference runs: at least `repeat`, and at least one with each value that each variable can have. The first is
 * drawn from the seed itself; mutants are made from it.
 */
export function labsToRun(
  { draw, values = seed => draw(seed).vars }: Draws,
  seed: string,
  repeat: number,
): [Lab, ...Lab[]] {
  const first = draw(seed)
  const labs: [Lab, ...Lab[]] = [first]
  const seen = new Set(valuesOf(first.vars))
  if (seen.size > 0)
    for (let number = 1; number < mostSeeds; number++) {
      const other = `${seed}-${number}`
      const fresh = valuesOf(values(other)).filter(value => !seen.has(value))
      if (fresh.length === 0) continue
      for (const value of fresh) seen.add(value)
      labs.push(draw(other))
    }
  while (labs.length < repeat) labs.push(labs[labs.length % seenBefore(labs)] as Lab)
  return labs
}

/** Enough draws to see every value of a short list. */
const mostSeeds = 60

const valuesOf = (vars: Lab['vars']) => Object.entries(vars).map(([name, value]) => `${name}=${value}`)

/** How many of the labs differ. */
const seenBefore = (labs: readonly Lab[]) => new Set(labs).size
