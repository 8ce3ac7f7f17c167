import { printableName } from '../printable.ts'
import { problemsOf } from '../problem.ts'
import { count } from '../report/wording.ts'
import { commandOf, pathWord } from './command-words.ts'

export const evidenceUnwritable = problemsOf('machine', {
  'evidence-unwritable': ({ file, why }: { file: string; why: string }) => ({
    what: `the evidence could not be written to ${file}: ${why}`,
    remedy: 'Give --evidence a folder that this user can write to, on a disk with space left.',
  }),
})

/** A file that is not judged, and why. */
export interface RefusedFile {
  readonly file: string
  readonly why: string
}

export const evidenceProblem = problemsOf('usage', {
  'evidence-missing': ({ folder, why }: { folder: string; why: string }) => ({
    what: `${folder} cannot be read: ${why}`,
    remedy: `Name a folder that \`unboxed run --evidence\` has written.`,
  }),
  'evidence-none': ({ folder }: { folder: string }) => ({
    what: `${folder} contains no evidence: no file in it ends in .json`,
    remedy: `Create some first: ${commandOf('run', '--evidence', pathWord(folder))}`,
  }),
  'evidence-unreadable': ({ file, why }: RefusedFile) => ({
    what: `${printableName(file)} cannot be judged: ${why}`,
    remedy: 'Move it out of the folder. To replace it, run its lab again with --evidence.',
  }),
  'evidence-refused': ({ refused, judged }: { refused: readonly RefusedFile[]; judged: number }) => ({
    what: [
      `${refused.length} of ${count(refused.length + judged, 'file')} cannot be judged:`,
      ...refused.slice(0, listed).map(({ file, why }) => `${printableName(file)}: ${why}`),
      ...(refused.length > listed ? [`… and ${refused.length - listed} more`] : []),
    ].join('\n'),
    remedy: `${judged > 0 ? 'The others were judged. ' : ''}Move these out of the folder. To replace them, run their labs again with --evidence.`,
  }),
  'evidence-exists': ({ file, id }: { file: string; id: string }) => ({
    what: `${file} already contains evidence of the attempt ${id}, and it is not overwritten`,
    remedy: 'Choose another folder for --evidence or another --seed, or remove the file.',
  }),
  'proof-evidence-exists': ({ folder }: { folder: string }) => ({
    what: `${folder} already contains evidence of an earlier proof, and it is not overwritten`,
    remedy: 'Choose another folder for --evidence, or remove this one.',
  }),
})

/** Files that one message lists. */
const listed = 20
