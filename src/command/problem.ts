import { problemsOf } from '../problem.ts'

/** Why a command does not write a file. */
export const fileProblem = problemsOf('usage', {
  'file-exists': ({ file }: { file: string }) => ({
    what: `${file} already exists`,
    remedy: 'Nothing was written. Choose another place, or use --force to overwrite it.',
  }),
  'lab-exists': ({ file }: { file: string }) => ({
    what: `${file} already exists`,
    remedy: 'Choose another name. An existing lab is never overwritten.',
  }),
  'lab-name': ({ name }: { name: string }) => ({
    what: `${name} is not a valid lab name`,
    remedy:
      'A name has small letters, digits and dashes, and may have a folder in front: cgroup/io-max. A path ends in .yaml.',
  }),
})
