import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { KeptSummary } from '../attempt/rejudge.ts'
import { type Kept, NotEvidence } from '../evidence/codec.ts'
import type { AttemptHead } from '../evidence/evidence.ts'
import type { Lab } from '../lab/lab.ts'
import { evidenceProblem, type RefusedFile } from './evidence-problem.ts'
import { systemReason } from './ordinary-file.ts'
import { readEvidence } from './read-evidence.ts'

/** A folder of evidence: what is in it as a whole, and each attempt, read when it is asked for. */
export interface EvidenceFolder {
  readonly summary: KeptSummary
  /** Files that are not judged. */
  readonly refused: readonly RefusedFile[]
  /** By lab, seed and number. `refuse` is called for a file that has become unreadable meanwhile. */
  attempts(refuse: Refuse): AsyncGenerator<Kept<Lab>>
}

type Refuse = (file: RefusedFile) => void

/** Validates every file before any is judged, one at a time; keeps none in memory. */
export async function openEvidence(path: string): Promise<EvidenceFolder> {
  const refused: RefusedFile[] = []
  const refuse: Refuse = file => refused.push(file)
  const files = new Map<string, AttemptFile>()
  const labs = new Map<string, Lab>()
  const machines = new Set<string>()
  for (const file of await evidenceFiles(path)) {
    const kept = await readOrRefuse(file, refuse)
    if (!kept) continue
    const { attempt, machine } = kept.evidence
    const other = files.get(attempt.id)
    if (other) {
      refuse({ file, why: `it contains the attempt ${attempt.id}, as ${basename(other.file)} does` })
      continue
    }
    files.set(attempt.id, { file, attempt })
    if (!labs.has(attempt.lab)) labs.set(attempt.lab, kept.lab)
    machines.add(machine.description)
  }
  const inOrder = [...files.values()].sort(byAttempt)
  const attempts = new Map<string, number>()
  for (const { attempt } of inOrder) attempts.set(attempt.lab, (attempts.get(attempt.lab) ?? 0) + 1)
  return {
    summary: {
      labs: [...attempts.keys()].flatMap(id => labs.get(id) ?? []),
      attempts: Object.fromEntries(attempts),
      seed: [...new Set(inOrder.map(({ attempt }) => attempt.seed))].join(', '),
      machine: [...machines].join(', '),
    },
    refused,
    async *attempts(refuse) {
      for (const { file } of inOrder) {
        const kept = await readOrRefuse(file, refuse)
        if (kept) yield kept
      }
    },
  }
}

interface AttemptFile {
  readonly file: string
  readonly attempt: AttemptHead
}

/** The tenth attempt comes after the ninth, whatever the files are called. */
function byAttempt({ attempt: a }: AttemptFile, { attempt: b }: AttemptFile): number {
  return compare(a.lab, b.lab) || compare(a.seed, b.seed) || a.number - b.number || compare(a.id, b.id)
}

const { compare } = new Intl.Collator('en', { numeric: true })

/** Every file that claims to be JSON; a folder of evidence has no other. Or the one file that was named. */
async function evidenceFiles(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const files = (await readdir(path)).filter(name => name.endsWith('.json')).sort(compare)
    if (files.length > 0) return files.map(name => join(path, name))
  } catch (error) {
    const why = systemReason(error)
    if (why === undefined) throw error
    throw evidenceProblem('evidence-missing', { folder: path, why })
  }
  throw evidenceProblem('evidence-none', { folder: path })
}

async function readOrRefuse(file: string, refuse: Refuse): Promise<Kept<Lab> | undefined> {
  try {
    return await readEvidence(file)
  } catch (error) {
    if (!(error instanceof NotEvidence)) throw error
    refuse({ file, why: error.message })
    return undefined
  }
}
