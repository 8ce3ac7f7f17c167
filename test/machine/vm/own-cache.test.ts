import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const tests = join(import.meta.dirname, '../..')
const files = readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter(file =>
  file.endsWith('.vm.ts'),
)

t.test('every test in a VM has a cache folder of its own', async t => {
  t.ok(files.length > 8, 'the tests are found')
  for (const file of files)
    t.match(readFileSync(join(tests, file), 'utf8'), /^await useOwnCache\(t\)$/m, file)
})
