import t from 'tap'
import type { Lab } from '../../src/lab/lab.ts'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { type Known, stepView } from '../../src/learn/view.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { fresh } from './a-lab.ts'

const steps = [
  { id: 'box', as: 'box', run: 'sleep 1000', expect: [{ process: 'box', command: 'sleep 1000' }] },
  { id: 'end', run: 'kill ${box.pid}', expect: [{ exit: 0 }] },
  { id: 'both', run: 'kill -0 ${box.pid}', expect: [{ process: 'box', command: 'sleep 1000' }] },
  { id: 'rest', as: 'other', run: 'sleep 1', expect: [{ process: 'other', command: 'sleep 1' }] },
]

function labOf(given: readonly object[]): Lab {
  const text = JSON.stringify({
    title: 'A view',
    steps: given.map(step => ({ text: 'Do it.', run: 'true', ...step })),
  })
  const read = parseLab(text, { file: 'view.yaml', id: 'view', seed: 'test' }, nodeRuntime)
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return read.lab
}

/** Two steps of a lab are done, and 412 is the only process that could be one of its names. */
function viewOf(lab: Lab, index: number) {
  const known = {
    lab,
    resolver: {
      open: () => lab.steps[2],
      closed: () => lab.steps.slice(0, 2).map(step => ({ step, evidence: { samples: [] }, verdicts: [] })),
      solution: () => undefined,
      process: (name: string) => (name === 'box' ? { pid: 412 } : undefined),
    },
    record: { commands: [] },
    progress: fresh(lab),
    programs: () => 'bash → sleep',
    answered: () => undefined,
    solution: () => [],
  }
  return stepView(index, known as unknown as Known)
}

t.test('a step tells the processes of its checks and those whose PIDs its commands need', async t => {
  const lab = labOf(steps)
  t.same(viewOf(lab, 0).who, ['box is 412: bash → sleep'])
  t.same(viewOf(lab, 1).who, ['box is 412: bash → sleep'], 'no check speaks of it')
  t.same(viewOf(lab, 2).who, ['box is 412: bash → sleep'], 'once')
  t.same(viewOf(lab, 3).who, [], 'a step that is not open yet tells none')
})
