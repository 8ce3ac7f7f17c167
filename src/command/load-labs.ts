import type { Lab } from '../lab/lab.ts'
import { parseLab } from '../lab/parse-lab.ts'
import type { LabProblem } from '../lab/problem.ts'
import { fileProblem } from '../lab/problem.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { findAsked } from './find-asked.ts'
import type { LabPath } from './lab-path.ts'
import { byCourse } from './lab-path.ts'
import { readLabText } from './read-lab-text.ts'

/** Where labs are looked for, and what their variables are drawn from. */
export interface LabRequest {
  /** The folder that has the course in `labs`. */
  readonly root: string
  /** What names of files are relative to. */
  readonly cwd: string
  readonly seed: string
}

/** Labs in the order of the course, and everything that is wrong with any file that was asked for. */
export interface LoadedLabs {
  readonly labs: readonly Lab[]
  readonly problems: readonly LabProblem[]
}

/** Finds and reads the labs that are named by id, end of an id, topic, file or folder; all of the course where none is named. */
export async function loadLabs(names: readonly string[], request: LabRequest): Promise<LoadedLabs> {
  const found = await findAsked(names, request)
  const files = [...new Map(found.files.map(file => [file.path, file])).values()].sort(byCourse)
  const labs: Lab[] = []
  const problems = [...found.problems, ...namesakes(files)]
  for (const file of files) {
    const result = loadLab(file, request.seed)
    if ('lab' in result) labs.push(result.lab)
    else problems.push(...result.problems)
  }
  return { labs, problems }
}

function loadLab({ path, file, id }: LabPath, seed: string) {
  const text = readLabText(path, file)
  return typeof text === 'string' ? parseLab(text, { file, id, seed }, nodeRuntime) : { problems: [text] }
}

/** Evidence and verdicts are kept under the id: two labs cannot share one. */
function namesakes(files: readonly LabPath[]): LabProblem[] {
  const seen = new Map<string, string>()
  return files.flatMap(({ id, file }) => {
    const other = seen.get(id)
    if (other !== undefined) return [fileProblem(file, 'duplicate-lab', { id, other })]
    seen.set(id, file)
    return []
  })
}
