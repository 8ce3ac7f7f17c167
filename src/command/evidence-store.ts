import { join } from 'node:path'
import { fileTrouble, isSystemError } from '../cache/file-trouble.ts'
import { namesIn } from '../cache/read.ts'
import { mustBeWritable, writeAtomically } from '../cache/write.ts'
import { attemptId, evidenceFileName, numberOfFile } from '../evidence/attempt-id.ts'
import { encodeKept, type Kept } from '../evidence/codec.ts'
import type { Lab } from '../lab/lab.ts'
import { evidenceProblem, evidenceUnwritable } from './evidence-problem.ts'

/**
 * Written whole or not at all, as soon as an attempt has ended, so that a run cut short keeps what it finished. What another run
 * has kept is replaced only where the caller says so.
 */
export async function keepEvidence(
  folder: string,
  kept: Kept<Lab>,
  { replace = false }: { replace?: boolean } = {},
): Promise<void> {
  const { id } = kept.evidence.attempt
  const file = join(folder, evidenceFileName(id))
  await writeAtomically(file, encodeKept(kept), { durable: true, replace }).catch(error => {
    // mkdir(2) says the same of a folder that is a file.
    if (isSystemError(error) && error.code === 'EEXIST' && error.syscall !== 'mkdir')
      throw evidenceProblem('evidence-exists', { file, id })
    throw unwritable(file, error)
  })
}

/** Fails early: before anything runs whose evidence could not be kept. */
export async function mustKeepEvidence(folder: string): Promise<void> {
  await mustBeWritable(folder).catch(error => {
    throw unwritable(folder, error)
  })
}

function unwritable(file: string, error: unknown): unknown {
  if (!isSystemError(error)) return error
  return evidenceUnwritable('evidence-unwritable', { file, why: fileTrouble({ ...error, path: file }).why })
}

/** Fails, before anything is run, where evidence of one of the attempts to be made is in the folder already. */
export async function mustBeUnkept(folder: string, labs: readonly Lab[], repeat: number): Promise<void> {
  const names = await namesKept(folder)
  for (const { id: lab, seed } of labs)
    for (const name of names) {
      const number = numberOfFile(name, { lab, seed })
      if (number === undefined || number > repeat) continue
      const id = attemptId({ lab, seed, number })
      throw evidenceProblem('evidence-exists', { file: join(folder, name), id })
    }
}

/** Fails where an earlier proof has kept evidence of one of the labs in the folder. */
export async function mustBeUnproven(folder: string, labs: readonly Lab[]): Promise<void> {
  const names = new Set(await namesKept(folder))
  for (const lab of labs) {
    const name = proofFolderName(lab)
    if (names.has(name)) throw evidenceProblem('proof-evidence-exists', { folder: join(folder, name) })
  }
}

/** A folder that is not there yet is made later. */
async function namesKept(folder: string): Promise<string[]> {
  return namesIn(folder).catch(error => {
    throw unwritable(folder, error)
  })
}

/** The folder of a lab's evidence among those of other labs. */
export const proofFolderName = ({ id }: Pick<Lab, 'id'>): string => id.replaceAll('/', '.')
