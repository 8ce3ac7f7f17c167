import type { Node, YAMLMap } from 'yaml'
import { isSeq } from 'yaml'
import type { Runtime } from '../runtime/runtime.ts'
import { LabFile } from './document/lab-file.ts'
import type { Entry } from './document/node.ts'
import { entriesOf } from './document/node.ts'
import { readDocument } from './document/read-document.ts'
import type { Lab } from './lab.ts'
import { quote } from './message.ts'
import type { LabProblem } from './problem.ts'
import { readEquivalents } from './proof/read-equivalent.ts'
import { readWrong } from './proof/read-wrong.ts'
import { readFields } from './shape/read-fields.ts'
import { labShape } from './shape/shape.ts'
import { readNeeds } from './step/read-needs.ts'
import { readSteps } from './step/read-step.ts'
import { Scope } from './step/scope.ts'
import { type Choose, readVariables } from './variable/read-variables.ts'
import { type ProcessReferences, substitute } from './variable/substitute.ts'
import { draw, otherDraws, type Variables } from './variable/variable.ts'

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
  const drawn = readWith(text, source, (name, choices) =>
    draw(choices, { seed: source.seed, lab: source.id, name }, digest),
  )
  const problems = [...drawn.problems, ...problemsOfOtherValues(text, source, drawn)]
  return problems.length === 0 && drawn.lab ? { lab: drawn.lab } : { problems }
}

/** A lab with its variables drawn in one way. */
interface Drawn {
  /** Undefined when the file is no lab at all. */
  readonly lab: Lab | undefined
  readonly variables: Variables
  readonly problems: readonly LabProblem[]
}

function readWith(text: string, source: LabSource, choose: Choose): Drawn {
  const file = new LabFile(source.file, text)
  const root = readDocument(file)
  const vars = root && entriesOf(root).find(({ name }) => name === 'vars')?.value
  const variables = readVariables(file, vars, choose)
  const lab = root && readLab(file, root, source, variables)
  return { lab, variables, problems: file.problems }
}

/** A lab must be right for every seed: what is wrong with values that this one has not drawn. */
function problemsOfOtherValues(text: string, source: LabSource, drawn: Drawn): LabProblem[] {
  const place = ({ code, at }: LabProblem) => `${code} ${at.line} ${at.column}`
  const told = new Set(drawn.problems.map(place))
  return otherDraws(drawn.variables).flatMap(values => {
    const { problems } = readWith(text, source, name => values.get(name) ?? '')
    const fresh = problems.filter(problem => !told.has(place(problem)))
    for (const problem of fresh) told.add(place(problem))
    return fresh.map(problem => ({ ...problem, message: `${whereWords(values, drawn)}${problem.message}` }))
  })
}

/** Names what is other than in the draw that was right. */
function whereWords(values: ReadonlyMap<string, string>, { variables }: Drawn): string {
  const others = [...values].filter(([name, value]) => variables.get(name)?.drawn !== value)
  return `where ${others.map(([name, value]) => `${quote(name)} is ${quote(value)}`).join(' and ')}: `
}

/** A lab with problems is thrown away, so that what is missing may stand for itself here. */
function readLab(file: LabFile, root: YAMLMap, source: LabSource, variables: Variables): Lab {
  const entries = entriesOf(root)
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
