import type { Agent } from '../agent.ts'
import type { Place } from './survey.ts'
import { uncountedFiles } from './uncounted.ts'

/** Where labs leave things: in the mount namespace of the processes that the starter starts. */
export const placeOf = ({ starter, exclusive, state }: Agent): Place => ({
  starter,
  host: undefined,
  uncounted: [state, ...uncountedFiles(exclusive)],
})
