import t from 'tap'
import { newLab } from '../../src/lab/new-lab.ts'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { hostileTexts } from './hostile-text.ts'

t.test('any title, and a file of any name, is a lab that can be read', async t => {
  for (const text of hostileTexts(200)) {
    const title = `A${text}`
    const read = parseLab(
      newLab({ title, schema: text, file: text }),
      { file: 'x.yaml', id: 'x', seed: '1' },
      nodeRuntime,
    )
    if (!('lab' in read) || read.lab.title !== title) t.match(read, { lab: { title } })
  }
  t.pass('all of them')
})
