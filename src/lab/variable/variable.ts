import type { Digest } from '../../runtime/runtime.ts'
import type { QuantityKind } from '../shape/quantity.ts'
import { quantities, readQuantity } from '../shape/quantity.ts'

/** A variable of a lab: all it can be, and what it is for this seed. */
export interface Variable {
  readonly choices: readonly string[]
  readonly drawn: string
}

/** The variables of a lab, by their names. */
export type Variables = ReadonlyMap<string, Variable>

/**
 * Draws one of the choices. The same seed, lab and name always draw the same, on every machine and in every version:
 * the first 48 bits of SHA-256 over `SEED NUL LAB NUL NAME`, modulo the number of choices.
 */
export function draw(
  choices: readonly string[],
  { seed, lab, name }: { seed: string; lab: string; name: string },
  digest: Digest,
): string {
  const first48Bits = digest(`${seed}\0${lab}\0${name}`).slice(0, 12)
  return choices[Number.parseInt(first48Bits, 16) % choices.length] ?? ''
}

/**
 * Values other than those that were drawn, for all variables at once: every combination where there are few of them; else as many
 * as it takes to have each value once.
 */
export function otherDraws(variables: Variables): ReadonlyMap<string, string>[] {
  const picked = [...variables].filter(([, { choices }]) => choices.length > 1)
  const all = picked.reduce((count, [, { choices }]) => count * choices.length, 1)
  const longest = Math.max(1, ...picked.map(([, { choices }]) => choices.length))
  return Array.from({ length: all <= mostCombinations ? all : longest }, (_, index) => {
    let rest = index
    return new Map(
      [...variables].map(([name, { choices }]) => {
        const value = choices[rest % choices.length] ?? ''
        if (all <= mostCombinations) rest = Math.floor(rest / Math.max(1, choices.length))
        return [name, value]
      }),
    )
  }).filter(values => [...values].some(([name, value]) => variables.get(name)?.drawn !== value))
}

/** Each is a reading of the whole file. */
const mostCombinations = 32

/** `${name.FORM}`: a quantity as a bare number, for commands and files that take no unit. */
export const forms = {
  bytes: { of: 'size', means: 'bytes', from: bytes => bytes },
  pages: { of: 'size', means: 'whole pages of 4096 bytes', from: bytes => Math.floor(bytes / 4096) },
  ms: { of: 'duration', means: 'milliseconds', from: ms => ms },
  seconds: { of: 'duration', means: 'seconds', from: ms => ms / 1000 },
  percent: {
    of: 'share',
    means: 'percent, without the sign',
    from: share => Number((share * 100).toFixed(9)),
  },
  fraction: { of: 'share', means: 'a fraction of one', from: share => share },
} satisfies Record<string, { of: QuantityKind; means: string; from: (value: number) => number }>

export type QuantityForm = keyof typeof forms

/** The text that `${name.form}` stands for, or which of the choices has no such form and what it would have to be. */
export function inForm(variable: Variable, form: QuantityForm): string | { wrong: string; expected: string } {
  const { of, from } = forms[form]
  for (const choice of variable.choices)
    if (typeof readQuantity(of, choice) !== 'number')
      return { wrong: choice, expected: quantities[of].expected }
  const value = readQuantity(of, variable.drawn)
  return typeof value === 'number' ? String(from(value)) : ''
}
