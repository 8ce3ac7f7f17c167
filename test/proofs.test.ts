import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { labFiles } from './lab-files.ts'

t.test('the proof of every lab of the course is recorded', async t => {
  const recordOf = (name: string) => join(import.meta.dirname, 'proofs', name.replace(/\.yaml$/, '.json'))
  t.ok(labFiles.length > 0)
  t.same(
    labFiles.filter(name => !existsSync(recordOf(name))),
    [],
  )
})
