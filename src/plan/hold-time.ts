import type { Step } from '../lab/lab.ts'

/** Milliseconds for which something must hold after a step; 0 if nothing must. */
export const holdTime = ({ expect }: Pick<Step, 'expect'>): number =>
  Math.max(0, ...expect.map(({ when }) => (when.kind === 'holds' ? when.for : 0)))
