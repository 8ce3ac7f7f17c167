import type { Lab } from '../../src/lab/lab.ts'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { renderProblems } from '../../src/lab/problem.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'

/** A lab from its steps in YAML, and further keys. */
export function labOf(steps: string, beside = '', seed = 'one'): Lab {
  const text = `title: A lab\n${beside}\nsteps:\n${steps.replace(/^\n+/, '')}`
  const read = parseLab(text, { file: 'labs/x.yaml', id: 'topic/x', seed }, nodeRuntime)
  if ('problems' in read) throw new Error(renderProblems(read.problems))
  return read.lab
}
