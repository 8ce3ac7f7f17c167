import { readFileSync } from 'node:fs'
import t from 'tap'
import { programTable } from '../../../src/lab/reference/program-table.ts'
import { packageNames } from '../../../src/machine/vm/tree.ts'

t.test('the reference lists every package that is on all machines', async t => {
  const list = readFileSync('scripts/image/packages.txt', 'utf8')
  t.same(Object.keys(programTable).sort(), packageNames(list, 'labs', 'learn').sort())
})
