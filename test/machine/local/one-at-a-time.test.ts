import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { takeLock } from '../../../src/machine/local/one-at-a-time.ts'

t.test('the lock is taken once, let go, and taken over from the dead', async t => {
  const lock = join(t.testdir(), 'state', 'lock')
  const unlock = takeLock(lock)
  t.throws(() => takeLock(lock), { code: 'in-use', kind: 'machine' } as unknown as Error)
  const dead = readFileSync(lock, 'utf8').replace(/^(\d+)-(\d+)/, '$1-1')
  unlock()
  t.notOk(existsSync(lock))
  writeFileSync(lock, dead)
  takeLock(lock)()
  t.notOk(existsSync(lock))
})
