import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ownedName } from '../../../src/cache/owner.ts'
import { vmPaths } from '../../../src/machine/vm/paths.ts'
import { cleanVm, vmStatus } from '../../../src/machine/vm/status.ts'

/** A cache with something in each folder: of the VM, of proofs, and of a Vagrant run. */
function cacheOf(t: Test) {
  const env = { XDG_CACHE_HOME: t.testdir() }
  const root = join(env.XDG_CACHE_HOME, 'unboxed')
  const { run, ...others } = vmPaths(env)
  for (const folder of [...Object.values(others), join(root, 'proof'), join(root, 'vagrant')]) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'something'), '')
  }
  mkdirSync(join(run, deadOwner()), { recursive: true })
  return { root, settings: { env, recipe: 'scripts/image' }, run }
}

/** The name of a folder whose owner has ended. */
function deadOwner(): string {
  const [pid, start, ...rest] = ownedName().split('-')
  return [pid, Number(start) + 1, ...rest].join('-')
}

t.test('clean removes what is of the VM, also what killed runs left, and nothing else', async t => {
  const { root, settings } = cacheOf(t)
  await cleanVm(settings)
  t.same(readdirSync(root, { recursive: true }).sort(), [
    'proof',
    'proof/something',
    'vagrant',
    'vagrant/something',
  ])
})

t.test('clean removes nothing while a VM runs', async t => {
  const { root, settings, run } = cacheOf(t)
  mkdirSync(join(run, ownedName()))
  const before = readdirSync(root, { recursive: true }).sort()
  await t.rejects(cleanVm(settings), { code: 'in-use', args: { running: 1 } })
  t.same(readdirSync(root, { recursive: true }).sort(), before)
})

t.test('status tells running VMs from those of killed runs', async t => {
  const { settings, run } = cacheOf(t)
  mkdirSync(join(run, ownedName()))
  mkdirSync(join(run, deadOwner()))
  t.match(await vmStatus(settings), { running: 1, left: 2, image: undefined, templates: 0 })
})
