import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAtomically } from '../cache/write.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Lab } from '../lab/lab.ts'
import { problemsOf } from '../problem.ts'

/** A lab as it was run, and all that was read: enough to judge it again anywhere. */
export interface KeptLab {
  readonly lab: Lab
  readonly evidence: Evidence
}

/** Written whole or not at all, as soon as a lab has ended, so that a run cut short keeps what it finished. */
export async function keepEvidence(folder: string, kept: KeptLab): Promise<void> {
  const text = `${JSON.stringify(kept, infinityToText, 2)}\n`
  await writeAtomically(join(folder, fileName(kept.lab.id)), text, { durable: true })
}

const fileName = (id: string) => `${id.replaceAll('/', '.')}.evidence.json`

export const evidenceProblem = problemsOf('usage', {
  'evidence-none': ({ folder }: { folder: string }) => ({
    what: `${folder} holds no evidence`,
    remedy: `Keep some first: unboxed run --evidence ${folder}`,
  }),
  'evidence-unreadable': ({ file, why }: { file: string; why: string }) => ({
    what: `${file} is not evidence that this version can read: ${why}`,
    remedy: 'Run the labs again with --evidence.',
  }),
})

export async function keptEvidence(folder: string): Promise<KeptLab[]> {
  const names = await readdir(folder).catch(error => {
    throw evidenceProblem('evidence-none', { folder }, error)
  })
  const files = names.filter(name => name.endsWith('.evidence.json')).sort()
  if (files.length === 0) throw evidenceProblem('evidence-none', { folder })
  return Promise.all(files.map(name => readKept(join(folder, name))))
}

async function readKept(file: string): Promise<KeptLab> {
  try {
    const kept: KeptLab = JSON.parse(await readFile(file, 'utf8'), textToInfinity)
    if (kept.evidence?.format !== 1)
      throw new Error(`its format is ${kept.evidence?.format ?? 'not told'}, and 1 is known`)
    if (!Array.isArray(kept.lab?.steps)) throw new Error('it holds no lab')
    return kept
  } catch (error) {
    throw evidenceProblem(
      'evidence-unreadable',
      { file, why: error instanceof Error ? error.message : String(error) },
      error,
    )
  }
}

/** JSON has no infinity, and a limit of `max` is one. */
const infinity = { $number: 'infinity' }
const infinityToText = (_: string, value: unknown) => (value === Number.POSITIVE_INFINITY ? infinity : value)
const textToInfinity = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && '$number' in value ? Number.POSITIVE_INFINITY : value
