import type { Lab } from '../../src/lab/lab.ts'
import { newProgress } from '../../src/learn/advance.ts'
import type { LabProgress } from '../../src/learn/progress.ts'

/** A lab of which only the steps matter. */
export const labWith = (id: string, ...steps: readonly string[]): Lab =>
  ({ id, seed: 'monday', steps: steps.map(id => ({ id })) }) as unknown as Lab

export const began = '2026-01-31T12:00:00.000Z'

/** Somebody has only just begun a lab. */
export const fresh = (lab: Lab): LabProgress => newProgress(lab, '0f3c5d9a1b2e4c68', began)
