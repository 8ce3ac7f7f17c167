import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, readdirSync, symlinkSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import t, { type Test } from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'

await useOwnCache(t)
const project = ownProject(t)

/**
 * A copy of the project to set up. Set-up runs `npm ci`, which empties node_modules even through a symbolic link, so it never
 * runs in the tree that these tests, or any others, are loaded from.
 */
function ownProject(t: Test): string {
  const folder = t.testdir({ node_modules: {}, bin: {} })
  for (const name of ['package.json', 'package-lock.json', 'src', 'scripts'])
    cpSync(name, join(folder, name), { recursive: true })
  for (const name of readdirSync('node_modules'))
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name))
  // The packages are there already: an npm that does nothing.
  symlinkSync('/usr/bin/true', join(folder, 'bin/npm'))
  return folder
}

const script = ['scripts/setup.mjs']

/** Sets up with nothing in PATH but Node and the programs named. */
function setUp(t: Test, programs: Record<string, string>, wrapper: readonly string[] = []) {
  const folder = t.testdir()
  chmodSync(folder, 0o755)
  for (const [name, path] of Object.entries(programs)) symlinkSync(path, join(folder, name))
  const [command = process.execPath, ...args] = [...wrapper, process.execPath, ...script]
  return spawnSync(command, args, { cwd: project, env: { PATH: folder, HOME: folder }, encoding: 'utf8' })
}

t.test('it builds what is missing, and is instant and silent when nothing is', async t => {
  const env = { ...process.env, PATH: [join(project, 'bin'), process.env.PATH].join(delimiter) }
  const run = () => spawnSync(process.execPath, script, { cwd: project, env, encoding: 'utf8' })
  const first = run()
  t.equal(first.status, 0, first.stderr)
  t.match(first.stderr, /^unboxed: build done in /m)
  const began = performance.now()
  const { status, stdout, stderr } = run()
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
