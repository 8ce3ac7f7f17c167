import t from 'tap'
import { parseLab } from '../../../src/lab/parse-lab.ts'
import { drawnValues } from '../../../src/lab/variable/drawn-values.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'

const text = `title: A lab
vars: {size: {pick: [1MiB, 2MiB, 3MiB]}, name: {pick: [a, b]}, fixed: 7}
steps: [{id: a, text: A., run: "echo \${size} \${name} \${fixed}"}]
`
const source = { file: 'labs/x.yaml', id: 'topic/x' }

t.test('values are those of the lab that is drawn from the same seed', async t => {
  const values = drawnValues(text, source, nodeRuntime.digest)
  const seen = new Set<string>()
  for (const seed of ['one', 'two', 'three', 'four', 'five', 'six']) {
    const read = parseLab(text, { ...source, seed }, nodeRuntime)
    t.same(values(seed), 'lab' in read && read.lab.vars, seed)
    seen.add(JSON.stringify(values(seed)))
  }
  t.ok(seen.size > 2, 'they differ')
})

t.test('a lab without variables draws none', async t => {
  t.same(drawnValues('title: A lab\n', source, nodeRuntime.digest)('one'), {})
})
