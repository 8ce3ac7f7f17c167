import type { Node, YAMLMap } from 'yaml'
import { isSeq } from 'yaml'
import type { Digest, Runtime } from '../runtime/runtime.ts'
import { LabFile } from './document/lab-file.ts'
import type { Entry } from './document/node.ts'
import { entriesOf } from './document/node.ts'
import { readDocument } from './document/read-document.ts'
import type { Lab } from './lab.ts'
import type { LabProblem } from './problem.ts'
import { readEquivalents } from './proof/read-equivalent.ts'
import { readWrong } from './proof/read-wrong.ts'
import { readFields } from './shape/read-fields.ts'
import { labShape } from './shape/shape.ts'
import { readNeeds } from './step/read-needs.ts'
import { readSteps } from './step/read-step.ts'
import { Scope } from './step/scope.ts'
import { readVariables } from './variable/read-variables.ts'
import { type ProcessReferences, substitute } from './variable/substitute.ts'

/** Where a lab comes from, and what its variables are drawn from. */
export interface LabSource {
  /** As problems name it. */
  readonly file: string
  readonly id: string
  readonly seed: string
}

/** A lab from its text, or everything that is wrong with it. */
export function parseLab(
  text: string,
  source: LabSource,
  { digest }: Pick<Runtime, 'digest'>,
): { lab: Lab } | { problems: readonly LabProblem[] } {
  const file = new LabFile(source.file, text)
  const root = readDocument(file)
  const lab = root && readLab(file, root, source, digest)
  return file.count === 0 && lab ? { lab } : { problems: file.problems }
}

/** A lab with problems is thrown away, so that what is missing may stand for itself here. */
function readLab(file: LabFile, root: YAMLMap, source: LabSource, digest: Digest): Lab {
  const entries = entriesOf(root)
  const variables = readVariables(file, entries.find(({ name }) => name === 'vars')?.value, {
    ...source,
    digest,
  })
  const references: ProcessReferences = new Map()
  for (const { name, value } of entries)
    if (name !== 'vars') substitute(file, variables, references, value, name)
  const fields = readFields(file, root, { of: 'a lab', shape: labShape.shape })
  const values = fields?.values ?? {}
  return {
    ...source,
    title: values.title ?? '',
    about: values.about?.trim() ?? '',
    claims: values.claims ?? [],
    needs: readNeeds(file, fields?.entries.get('needs')),
    reads: values.reads ?? [],
    timeout: values.timeout ?? 0,
    vars: Object.fromEntries([...variables].map(([name, { drawn }]) => [name, drawn])),
    ...readStepsAndProof(file, entries, references),
  }
}

/** Wrong solutions speak of steps and checks, so these are read first. */
function readStepsAndProof(
  file: LabFile,
  entries: readonly Entry[],
  references: ProcessReferences,
): Pick<Lab, 'steps' | 'equivalent' | 'wrong'> {
  const entryOf = (key: string) => entries.find(({ name }) => name === key)
  const entry = entryOf('steps')
  const items = entry && isSeq(entry.value) ? (entry.value.items as Node[]) : []
  const scope = new Scope(file, items, references)
  const steps = readSteps(scope, entry, items)
  const equivalent = readEquivalents(file, entryOf('equivalent'))
  const wrong = readWrong(scope, entryOf('wrong'), steps)
  return { steps, ...(equivalent && { equivalent }), ...(wrong && { wrong }) }
}
