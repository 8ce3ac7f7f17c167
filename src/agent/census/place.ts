import type { Agent } from '../agent.ts'
import type { Place } from './survey.ts'
import { uncountedFiles } from './uncounted.ts'

/** Where to look for leftovers. */
export const placeOf = ({
  starter,
  exclusive,
  state,
}: Pick<Agent, 'starter' | 'exclusive' | 'state'>): Place => ({
  starter,
  exclusive,
  uncounted: [state, ...uncountedFiles(exclusive)],
})
