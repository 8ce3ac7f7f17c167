import { problemsOf } from '../problem.ts'

/** What a person may have in the way of what a command writes. */
export const fileProblem = problemsOf('usage', {
  'file-exists': ({ file }: { file: string }) => ({
    what: `${file} is there already`,
    remedy: 'Nothing was written. Choose another place, or say --force to write over it.',
  }),
})
