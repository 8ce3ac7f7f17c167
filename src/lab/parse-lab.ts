import type { Node, YAMLMap } from 'yaml'
import { isSeq } from 'yaml'
import type { Runtime } from '../runtime/runtime.ts'
import { LabFile } from './document/lab-file.ts'
import type { Entry } from './document/node.ts'
import { entriesOf } from './document/node.ts'
import { readDocument } from './document/read-document.ts'
import { complainOfNumbers } from './document/survey.ts'
import type { Lab } from './lab.ts'
import type { LabProblem } from './problem.ts'
import { readEquivalents } from './proof/read-equivalent.ts'
import { readWrong } from './proof/read-wrong.ts'
import { readMaterial } from './read-material.ts'
import { readFields } from './shape/read-fields.ts'
import { labShape } from './shape/shape.ts'
import { readNeeds } from './step/read-needs.ts'
import { readSteps } from './step/read-step.ts'
import { Scope } from './step/scope.ts'
import { type Drawn, problemsOfDraws } from './variable/problems-of-draws.ts'
import { type Choose, readVariables } from './variable/read-variables.ts'
import { type ProcessReferences, substitute } from './variable/substitute.ts'
import { draw, type Variables } from './variable/variable.ts'

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
  const document = documentOf(text.replace(/^\ufeff/, ''), source)
  const drawn = readWith(document, source, (name, choices) =>
    draw(choices, { seed: source.seed, lab: source.id, name }, digest),
  )
  const problems = problemsOfDraws(drawn, values =>
    readWith(document, source, name => values.get(name) ?? ''),
  )
  return problems.length === 0 && drawn.lab ? { lab: drawn.lab } : { problems }
}

/** The parsed YAML and its syntax problems, before variables are drawn. */
interface LabDocument {
  readonly file: LabFile
  readonly root: YAMLMap | undefined
}

function documentOf(text: string, source: LabSource): LabDocument {
  const file = new LabFile(source.file, text)
  return { file, root: readDocument(file) }
}

/** A lab with its variables drawn in one way; `lab` is undefined when the file is not a lab at all. */
interface Read extends Drawn {
  readonly lab: Lab | undefined
}

function readWith(document: LabDocument, source: LabSource, choose: Choose): Read {
  const { file, ...read } = readOnce(document, source, choose)
  const problems = file.problems(other => readOnce(documentOf(other, source), source, choose).file.problems())
  return { ...read, problems }
}

/** Leaves the document as it was, for the next draw. */
function readOnce({ file: known, root }: LabDocument, source: LabSource, choose: Choose) {
  const file = known.copy()
  const vars = root && entriesOf(root).find(({ name }) => name === 'vars')?.value
  const variables = readVariables(file, vars, choose)
  const lab = root && readLab(file, root, source, variables)
  if (root) complainOfNumbers(root, file)
  return { file, lab, variables }
}

/** A lab with problems is discarded, so that empty values can stand in for what is missing. */
function readLab(file: LabFile, root: YAMLMap, source: LabSource, variables: Variables): Lab {
  // Nothing else of the source: it would count in the digest of the lab.
  const { file: name, id, seed } = source
  const entries = entriesOf(root)
  const references: ProcessReferences = new Map()
  const restore = substitute(
    file,
    variables,
    references,
    entries.filter(({ name }) => name !== 'vars'),
  )
  const fields = readFields(file, root, { of: 'a lab', shape: labShape.shape })
  const values = fields?.values ?? {}
  const files = readMaterial(file, fields?.entries.get('files'))
  const lab = {
    ...{ file: name, id, seed },
    title: values.title ?? '',
    about: values.about?.trim() ?? '',
    ...(values.level && { level: values.level }),
    ...(values.minutes && { minutes: values.minutes }),
    claims: values.claims ?? [],
    needs: readNeeds(file, fields?.entries.get('needs')),
    reads: values.reads ?? [],
    ...(files && { files }),
    timeout: values.timeout ?? 0,
    vars: Object.fromEntries([...variables].map(([name, { drawn }]) => [name, drawn])),
    ...readStepsAndProof(file, entries, references),
  }
  restore()
  return lab
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
  const steps = readSteps(scope, entry)
  const equivalent = readEquivalents(file, entryOf('equivalent'))
  const wrong = readWrong(scope, entryOf('wrong'), steps)
  return { steps, ...(equivalent && { equivalent }), ...(wrong && { wrong }) }
}
