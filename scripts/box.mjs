#!/usr/bin/env node
// Builds a Vagrant box for libvirt from Debian packages alone, with the package list and the recipe of the embedded VM and what
// Vagrant expects of a box. The box is stored in the cache under the digest of its recipe; its path is printed.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { $, ProcessOutput } from 'zx'
import { load } from './load.mjs'

const source = await load(
  'src/cache/digest.ts',
  'src/cache/owner.ts',
  'src/cache/root.ts',
  'src/machine/vm/paths.ts',
  'src/machine/vm/sweep.ts',
  'src/machine/vm/tree.ts',
)

const name = 'unboxed/debian-13'
const file = 'unboxed-debian-13-libvirt-amd64.box'

/** The format is documented by vagrant-libvirt; the size is in GiB. */
const metadata = { provider: 'libvirt', format: 'qcow2', virtual_size: 8 }
const vagrantfile = `Vagrant.configure('2') do |config|
  config.vm.provider(:libvirt) { |libvirt| libvirt.disk_bus = 'virtio' }
end
`

try {
  await main()
} catch (error) {
  if (error instanceof ProcessOutput)
    stop(`the box could not be built:\n${error.stderr.trim().split('\n').slice(-15).join('\n')}`)
  if (error.name !== 'Problem') throw error
  stop(`${error.message}\n${error.remedy}`)
}

async function main() {
  if (process.getuid() !== 0)
    stop('only root may build the box\nsudo --preserve-env=HOME,XDG_CACHE_HOME npm run box')
  const paths = source.vmPaths(process.env)
  const boxes = join(source.cacheRoot(process.env), 'box')
  await source.sweep(paths)
  const packages = source.packageNames(
    await readFile('scripts/image/packages.txt', 'utf8'),
    'labs',
    'learn',
    'box',
  )
  const folder = join(boxes, await recipeDigest(packages))
  if (!(await isThere(join(folder, file)))) await build(paths, folder, packages)
  tell(folder, (await readFile(join(folder, `${file}.sha256`), 'utf8')).split(' ')[0])
}

async function recipeDigest(packages) {
  const recipe = (await readdir('scripts/box')).sort()
  const texts = await Promise.all(recipe.map(each => readFile(join('scripts/box', each))))
  return source.digest([...source.mmdebstrapArguments(packages, ''), ...recipe, ...texts])
}

/** Builds in a folder that is named for its owner, so that the next run sweeps what a killed build left. */
async function build(paths, folder, packages) {
  const making = join(paths.image, source.ownedName())
  const tree = join(making, 'tree')
  const box = join(making, 'box')
  try {
    await mkdir(box, { recursive: true })
    const quiet = $({ quiet: true, env: { ...process.env, TMPDIR: making, LC_ALL: 'C.UTF-8' } })
    await timed(
      `Debian 13 with ${packages.length} packages and what they need`,
      () => quiet`mmdebstrap ${source.mmdebstrapArguments(packages, tree)}`,
    )
    await timed('disk', () => quiet`sh scripts/box/pack ${tree} ${box}`)
    await timed('box', async () => {
      await writeFile(join(box, 'metadata.json'), JSON.stringify(metadata))
      await writeFile(join(box, 'Vagrantfile'), vagrantfile)
      const made = join(making, 'made')
      await mkdir(made)
      await quiet`tar --create --file=${join(made, file)} --directory=${box} metadata.json Vagrantfile box.img`
      const { stdout } = await $({ cwd: made, quiet: true })`sha256sum ${file}`
      await writeFile(join(made, `${file}.sha256`), stdout)
      await mkdir(dirname(folder), { recursive: true })
      await rm(folder, { recursive: true, force: true })
      await rename(made, folder)
    })
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

function tell(folder, checksum) {
  console.log(join(folder, file))
  console.error(
    [
      `sha256 ${checksum}`,
      '',
      `  vagrant box add --name ${name} --checksum-type sha256 --checksum ${checksum} ${join(folder, file)}`,
      '  vagrant up --provider libvirt',
    ].join('\n'),
  )
}

async function timed(what, work) {
  const began = performance.now()
  process.stderr.write(`unboxed: ${what} …\n`)
  await work()
  process.stderr.write(`unboxed: ${what}, done in ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
}

function isThere(path) {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function stop(message) {
  process.stderr.write(`unboxed: ${message}\n`)
  process.exit(3)
}
