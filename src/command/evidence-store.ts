import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptSummary } from '../attempt/rejudge.ts'
import { fileTrouble, isSystemError } from '../cache/file-trouble.ts'
import { mustBeWritable, writeAtomically } from '../cache/write.ts'
import { evidenceFileName } from '../evidence/attempt-id.ts'
import { decodeKept, encodeKept, type Kept, NotEvidence } from '../evidence/codec.ts'
import type { Lab } from '../lab/lab.ts'
import { problemsOf } from '../problem.ts'

/** Written whole or not at all, as soon as an attempt has ended, so that a run cut short keeps what it finished. */
export async function keepEvidence(folder: string, kept: Kept<Lab>): Promise<void> {
  const file = join(folder, evidenceFileName(kept.evidence.attempt.id))
  await writeAtomically(file, encodeKept(kept), { durable: true }).catch(error => {
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

const evidenceUnwritable = problemsOf('machine', {
  'evidence-unwritable': ({ file, why }: { file: string; why: string }) => ({
    what: `evidence cannot be written to ${file}: ${why}`,
    remedy: 'Name a folder that can be written to, on a disk with space left, with --evidence.',
  }),
})

export const evidenceProblem = problemsOf('usage', {
  'evidence-none': ({ folder }: { folder: string }) => ({
    what: `${folder} contains no evidence`,
    remedy: `Keep some first: unboxed run --evidence ${folder}`,
  }),
  'evidence-unreadable': ({ file, why }: { file: string; why: string }) => ({
    what: `${file} is not evidence that this version can read: ${why}`,
    remedy: 'Run the labs again with --evidence.',
  }),
  'evidence-twice': ({ file, other, id }: { file: string; other: string; id: string }) => ({
    what: `${file} and ${other} both contain the attempt ${id}`,
    remedy: 'Keep one of them in the folder.',
  }),
})

/** A folder of evidence: what is in it as a whole, and each attempt, read when it is asked for. */
export interface EvidenceFolder {
  readonly summary: KeptSummary
  attempts(): AsyncGenerator<Kept<Lab>>
}

/** Validates every file before judging any; keeps none in memory. */
export async function openEvidence(folder: string): Promise<EvidenceFolder> {
  const files = await evidenceFiles(folder)
  const labs = new Map<string, Lab>()
  const seen = new Map<string, string>()
  const attempts = new Map<string, number>()
  const seeds = new Set<string>()
  const machines = new Set<string>()
  for (const file of files) {
    const { lab, evidence } = await readKept(file)
    const { id } = evidence.attempt
    const other = seen.get(id)
    if (other !== undefined) throw evidenceProblem('evidence-twice', { file, other, id })
    seen.set(id, file)
    if (!labs.has(lab.id)) labs.set(lab.id, lab)
    attempts.set(lab.id, (attempts.get(lab.id) ?? 0) + 1)
    seeds.add(lab.seed)
    machines.add(evidence.machine.description)
  }
  return {
    summary: {
      labs: [...labs.values()],
      attempts: Object.fromEntries(attempts),
      seed: [...seeds].join(', '),
      machine: [...machines].join(', '),
    },
    async *attempts() {
      for (const file of files) yield await readKept(file)
    },
  }
}

async function evidenceFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(error => {
    throw evidenceProblem('evidence-none', { folder }, error)
  })
  const files = names.filter(name => name.endsWith('.evidence.json')).sort(byNumber)
  if (files.length === 0) throw evidenceProblem('evidence-none', { folder })
  return files.map(name => join(folder, name))
}

/** The tenth attempt comes after the ninth. */
const byNumber = new Intl.Collator('en', { numeric: true }).compare

async function readKept(file: string): Promise<Kept<Lab>> {
  try {
    return decodeKept(await readFile(file, 'utf8'))
  } catch (error) {
    if (!(error instanceof NotEvidence || 'syscall' in (error as object))) throw error
    throw evidenceProblem('evidence-unreadable', { file, why: (error as Error).message }, error)
  }
}
