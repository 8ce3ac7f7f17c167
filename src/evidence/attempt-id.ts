import type { AttemptHead } from './evidence.ts'

/** `namespace/pid~monday~1`: lab, seed and number of an attempt, and its learner where there is one. Different attempts never share one. */
export function attemptId({ lab, seed, number, learner }: Omit<AttemptHead, 'id'>): string {
  const parts = [lab.split('/').map(escaped).join('/'), escaped(seed), String(number)]
  return [...parts, ...(learner === undefined ? [] : [escaped(learner)])].join('~')
}

/** A part of an id. Letters, digits, `_` and `-` stand for themselves; everything else is written as its code point. */
export const escaped = (text: string) =>
  text.replace(/[^\p{L}\p{N}_-]/gu, char => `%${char.codePointAt(0)?.toString(16)}.`)

/** The name of the file that keeps an attempt's evidence: `namespace.pid~monday~1.evidence.json`. */
export const evidenceFileName = (id: string): string => `${id.replaceAll('/', '.')}.evidence.json`

/** Whether a file is named for an attempt: only this program uses such names; other names claim nothing. */
export const isEvidenceFileName = (name: string): boolean => /~\d+(~[^~]+)?\.evidence\.json$/.test(name)

/** The number of the attempt that a file of this name keeps; undefined where it is of another lab or seed. */
export function numberOfFile(name: string, head: Pick<AttemptHead, 'lab' | 'seed'>): number | undefined {
  const number = Number(/~(\d{1,15})\.evidence\.json$/.exec(name)?.[1])
  return name === evidenceFileName(attemptId({ ...head, number })) ? number : undefined
}
