import type { Expectation } from './lab.ts'

/** An expectation, and all those within it, at any depth. */
export const partsOf = (expectation: Expectation): readonly Expectation[] => [
  expectation,
  ...innerOf(expectation).flatMap(partsOf),
]

function innerOf(expectation: Expectation): readonly Expectation[] {
  switch (expectation.match) {
    case 'not':
    case 'count':
    case 'grown-by':
      return [expectation.of]
    case 'contain':
    case 'only':
      return expectation.items
    case 'fields':
      return Object.values(expectation.fields)
    default:
      return []
  }
}
