import { problemsOf } from '../problem.ts'

/** Why a command does not write a file. */
export const fileProblem = problemsOf('usage', {
  'file-exists': ({ file }: { file: string }) => ({
    what: `${file} is there already`,
    remedy: 'Nothing was written. Choose another place, or say --force to write over it.',
  }),
  'lab-exists': ({ file }: { file: string }) => ({
    what: `${file} is there already`,
    remedy: 'Choose another name. A lab that is there is never written over.',
  }),
  'lab-name': ({ name }: { name: string }) => ({
    what: `${name} is no name for a lab`,
    remedy:
      'A name has small letters, digits and dashes, and may have a folder in front: cgroup/io-max. A path ends in .yaml.',
  }),
})
