import type { Agent } from '../agent.ts'
import type { Place } from './survey.ts'
import { uncountedFiles } from './uncounted.ts'

/** Where labs leave things. */
export const placeOf = ({ starter, exclusive, state }: Agent): Place => ({
  starter,
  uncounted: [state, ...uncountedFiles(exclusive)],
})
