import { spawnSync } from 'node:child_process'
import { chmodSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'

await useOwnCache(t)

/** Sets up with nothing in PATH but Node and what is named. */
function setUp(t: Test, programs: Record<string, string>, wrapper: readonly string[] = []) {
  const folder = t.testdir()
  chmodSync(folder, 0o755)
  for (const [name, path] of Object.entries(programs)) symlinkSync(path, join(folder, name))
  const [command = process.execPath, ...args] = [...wrapper, process.execPath, 'scripts/setup.mjs']
  return spawnSync(command, args, { env: { PATH: folder, HOME: folder }, encoding: 'utf8' })
}

t.test('it is instant and silent when nothing is missing', async t => {
  const began = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/setup.mjs'], { encoding: 'utf8' })
  t.same({ status, stdout, stderr }, { status: 0, stdout: '', stderr: '' })
  t.comment(`${Math.round(performance.now() - began)} ms`)
})

t.test('where there is no apt-get it says what is missing, and exits 3', async t => {
  const { status, stderr } = setUp(t, {})
  t.equal(status, 3)
  t.match(stderr, /^unboxed: Missing: qemu-system-x86_64, mmdebstrap, setpriv, flock\./m)
})

t.test('who is not root is given the exact commands', async t => {
  const nobody = ['/usr/bin/setpriv', '--reuid=65534', '--clear-groups']
  const { status, stderr } = setUp(t, { 'apt-get': '/usr/bin/true' }, nobody)
  t.equal(status, 3)
  t.match(stderr, '\n  sudo apt-get update\n')
  t.match(
    stderr,
    '\n  sudo apt-get install --yes --no-install-recommends qemu-system-x86 mmdebstrap util-linux\n',
  )
})
