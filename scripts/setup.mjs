#!/usr/bin/env node
// Sets up what `npm start` and `npm test` need and is missing: npm packages, build, Debian packages, image and template.
// It runs on a bare clone, so it uses nothing but Node. If nothing is missing, it is instant and silent.
// With `--for box` or `--for vagrant` it installs the requirements for building the Vagrant box, or for tests with Vagrant, instead.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Programs of the host and the Debian packages that contain them, by purpose. */
const machine = {
  'qemu-system-x86_64': ['qemu-system-x86'],
  mmdebstrap: ['mmdebstrap'],
  mke2fs: ['e2fsprogs'],
  setpriv: ['util-linux'],
  flock: ['util-linux'],
}
const box = {
  mmdebstrap: ['mmdebstrap'],
  sfdisk: ['fdisk'],
  mke2fs: ['e2fsprogs'],
  'mkfs.vfat': ['dosfstools'],
  mcopy: ['mtools'],
  syslinux: ['syslinux', 'syslinux-common'],
  'qemu-img': ['qemu-utils'],
}
const vagrant = {
  vagrant: ['vagrant', 'vagrant-libvirt'],
  libvirtd: ['libvirt-daemon-system', 'libvirt-daemon-driver-qemu'],
  virsh: ['libvirt-clients'],
  dnsmasq: ['dnsmasq-base'],
  iptables: ['iptables'],
  rsync: ['rsync'],
  ssh: ['openssh-client'],
  ip: ['iproute2'],
}
const programs = { machine, box, vagrant: { ...machine, ...box, ...vagrant } }
const notPossible = 3

checkNode()
task('npm packages', digestOf('package-lock.json'), 'node_modules/.unboxed', () =>
  run('npm', 'ci', '--no-audit', '--no-fund'),
)
task('build', digestOf('src', 'scripts/build.mjs', 'package-lock.json'), 'dist/.unboxed', () =>
  run(process.execPath, 'scripts/build.mjs'),
)
const purpose = process.argv.includes('--for') ? process.argv.at(-1) : 'machine'
installPrograms(programs[purpose])
if (purpose !== 'box') {
  if (
    spawnSync(process.execPath, ['dist/cli.js', 'machine', 'build', '--if-missing'], { stdio: 'inherit' })
      .status !== 0
  )
    process.exit(notPossible)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return
  stop(`Node ${process.versions.node} is too old: unboxed needs 20.19, or 22.12 and later.`)
}

/** Does the work unless the stamp has the digest of its inputs. */
function task(name, digest, stamp, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  timed(name, work)
  writeFileSync(stamp, digest)
}

function installPrograms(programs) {
  const missing = Object.keys(programs).filter(program => !onPath(program))
  if (missing.length === 0) return
  const packages = [...new Set(missing.flatMap(program => programs[program]))]
  const update = ['apt-get', 'update']
  const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...packages]
  const byHand = `Missing: ${missing.join(', ')}. Install with:\n\n  sudo ${update.join(' ')}\n  sudo ${install.join(' ')}\n`
  if (!onPath('apt-get'))
    stop(`Missing: ${missing.join(', ')}. Install them with this system's package manager.`)
  if (process.getuid?.() !== 0) stop(byHand)
  process.env.DEBIAN_FRONTEND = 'noninteractive'
  timed(`Debian packages: ${packages.join(', ')}`, () => {
    run(...update)
    run(...install)
  })
}

/** Debian keeps mke2fs in /usr/sbin, which is not in everyone's PATH. */
function onPath(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.some(folder => existsSync(join(folder, program)))
}

function timed(name, work) {
  const began = performance.now()
  process.stderr.write(`unboxed: ${name} …\n`)
  work()
  process.stderr.write(`unboxed: ${name} done in ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
}

/** Runs a command; prints its output only if it fails. */
function run(command, ...args) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (status === 0) return
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`)
  stop(`\`${[command, ...args].join(' ')}\` failed: ${error?.message ?? `exit code ${status}`}`)
}

function digestOf(...paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesBelow))
    hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function filesBelow(path) {
  if (/\.\w+$/.test(path)) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

function stop(message) {
  process.stderr.write(`unboxed: ${message}\n`)
  process.exit(notPossible)
}
