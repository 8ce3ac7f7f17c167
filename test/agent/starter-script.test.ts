import { spawnSync } from 'node:child_process'
import t from 'tap'
import { perl } from '../../src/agent/starter.ts'
import { starterScript } from '../../src/agent/starter-script.ts'

t.test('perl finds nothing to complain about', async t => {
  const { status, stderr } = spawnSync(perl, ['-wc', '-e', starterScript], { encoding: 'utf8' })
  t.equal(status, 0)
  t.equal(stderr, '-e syntax OK\n')
})
