import { printableName } from '../printable.ts'
import { problemsOf } from '../problem.ts'
import type { RefusedFile } from './evidence-problem.ts'

/** Why something that was handed in is not performed. */
export const submissionProblem = problemsOf('usage', {
  'submission-refused': ({ why }: { why: string }) => ({
    what: `it is not judged: ${why}`,
    remedy: 'Correct the file, or move it away; the others are judged.',
  }),
  'submissions-refused': ({ refused, all }: { refused: readonly RefusedFile[]; all: number }) => ({
    what: [
      refused.length === all
        ? 'nothing was judged:'
        : `${refused.length} of ${all} submissions ${refused.length === 1 ? 'was' : 'were'} not judged:`,
      ...refused.slice(0, listed).map(({ file, why }) => `${printableName(file)}: ${why}`),
      ...(refused.length > listed ? [`… and ${refused.length - listed} more`] : []),
    ].join('\n'),
    remedy:
      'Correct these files, or move them away, and replay again: what was judged is not performed again.',
  }),
  'no-submissions': ({ places }: { places: readonly string[] }) => ({
    what: `nothing was handed in: ${places.join(', ')} has no file that ends in .sh, .json or .tar.gz`,
    remedy: 'Name a folder with submissions, or a file.',
  }),
  'no-attempt': ({ labs }: { labs: readonly string[] }) => ({
    what: labs.length === 0 ? 'there is no attempt to hand in' : `there is no attempt at ${labs.join(', ')}`,
    remedy: `Do it first: unboxed learn ${labs[0] ?? ''}`.trim(),
  }),
  'several-labs': ({ flag, name, ids }: { flag: string; name: string; ids: readonly string[] }) => ({
    what: `${flag} ${name} names ${ids.length} labs: ${ids.join(', ')}`,
    remedy: 'Name one of them.',
  }),
})

/** Files that one message lists. */
const listed = 20
