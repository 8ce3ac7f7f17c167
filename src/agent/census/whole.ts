import { CallFailure } from '../call-error.ts'
import type { Survey } from './change.ts'
import { kinds } from './kind.ts'

/** Throws if a survey is incomplete: a missing section would count as nothing left behind. */
export function mustBeWhole(survey: Survey): void {
  if (kinds.every(({ section }) => survey.has(section))) return
  const message = 'a file system did not answer, so what was left behind could not be determined'
  throw new CallFailure({ errno: 'ETIMEDOUT', message })
}
