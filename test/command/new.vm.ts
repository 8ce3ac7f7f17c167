import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { unboxed, verdictsOf } from './unboxed.ts'

await useOwnCache(t)

const file = join(t.testdir(), 'my-lab.yaml')

t.test('a new lab passes in the VM as it is written', async t => {
  t.equal((await unboxed(['new', file])).code, 0)
  t.equal((await unboxed(['validate', file])).code, 0)
  const run = await unboxed(['run', file, '--reporter', 'jsonl'])
  t.equal(run.code, 0, run.stderr)
  t.same(
    verdictsOf(run).map(({ check, outcome }) => [check, outcome]),
    [
      ['jar/1', 'pass'],
      ['jar/2', 'pass'],
    ],
  )
})

t.test('its comment is right: without the limit a check fails', async t => {
  const text = readFileSync(file, 'utf8')
  t.ok(text.includes(', limits: {pids.max: "${limit}"}'))
  writeFileSync(file, text.replace(', limits: {pids.max: "${limit}"}', ''))
  const run = await unboxed(['run', file, '--reporter', 'jsonl'])
  t.equal(run.code, 1, run.stderr)
  t.match(verdictsOf(run), [{ outcome: 'pass' }, { check: 'jar/2', outcome: 'fail' }])
})
