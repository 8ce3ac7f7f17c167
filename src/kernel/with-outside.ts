import type { Fact } from './fact.ts'
import type { OutsideFact } from './outside-fact.ts'

/** Adds to facts what a walk shows of them. */
export const withOutside = <F extends Readonly<Record<string, Fact>>>(
  facts: F,
  outside: { readonly [K in keyof F]?: OutsideFact },
): F =>
  Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      outside[name] && fact.outside !== outside[name] ? { ...fact, outside: outside[name] } : fact,
    ]),
  ) as F
