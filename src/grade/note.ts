import type { Note } from '../attempt/rejudge.ts'
import type { Outcome } from '../verdict/verdict.ts'

/** What a reader of a mark has to know, in sentences without a full stop. */
const messages = {
  'lab-changed': ({ lab, file }: { lab: string; file: string }) =>
    `it was made with another version of ${lab}, and judged by ${file} as it is now`,
  'nothing-handed-in': (_: undefined) => 'no line was handed in',
  'full-screen': ({ places }: { places: readonly string[] }) =>
    `a person has to look at ${places.join(', ')}: what was done in a full-screen program cannot be performed again`,
  'broke-down': ({ machines, last }: { machines: number; last: string }) =>
    `performed in ${machines} machines, since the attempt broke down before: ${last}`,
  crowd: ({ line, most }: { line: string | undefined; most: number }) =>
    `${most} processes or more existed at once${line === undefined ? '' : ` after ${line}`}; the ${most} oldest were examined`,
  flood: ({ line, megabytes }: { line: string; megabytes: number }) =>
    `${line} printed ${megabytes} MB more than is kept`,
  unended: ({ line }: { line: string }) => `${line} had not ended when the attempt was over`,
  read: ({ line, first, others }: { line: string; first: string; others: number }) =>
    `${line} read what was typed after it, ${first}${others === 0 ? '' : ` and ${others} more`}, so that no shell executed it`,
  'judged-otherwise': ({
    check,
    live,
    replayed,
  }: {
    check: string
    live: Outcome
    replayed: Outcome | 'none'
  }) => `${check}: live: ${live}, replayed: ${replayed}`,
}

export function note<C extends keyof typeof messages>(
  code: C,
  args: Parameters<(typeof messages)[C]>[0],
): Note {
  return { code, message: (messages[code] as (args: unknown) => string)(args) }
}
