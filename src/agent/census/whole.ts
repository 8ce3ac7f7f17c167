import { CallFailure } from '../call-error.ts'
import type { Survey } from './change.ts'
import { kinds } from './kind.ts'

/** Throws where a survey was cut off: what is missing in it would count as nothing left behind. */
export function mustBeWhole(survey: Survey): void {
  if (kinds.every(({ section }) => survey.has(section))) return
  const message = 'a file system gave no answer, so what is left behind could not be found out'
  throw new CallFailure({ errno: 'ETIMEDOUT', message })
}
