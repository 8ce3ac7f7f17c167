#!/usr/bin/env node
// Tests with a real `vagrant up`: builds the box, starts a private libvirt, runs test/**/*.vagrant.ts with it, and checks that
// nothing is left afterwards. Arguments go to tap: `npm run test:vagrant -- test/command/vagrant.vagrant.ts`.
import { mkdir, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { $, glob } from 'zx'
import { load } from './load.mjs'

const { vmPaths, ownedName, lastLines } = await load(
  'src/cache/owner.ts',
  'src/machine/vm/paths.ts',
  'src/machine/vm/console-log.ts',
)

const folder = join(vmPaths(process.env).image, ownedName())
const before = await things()
const files = process.argv.length > 2 ? process.argv.slice(2) : await glob('test/**/*.vagrant.ts')
const box = (await $({ stdio: ['ignore', 'pipe', 'inherit'] })`node scripts/box.mjs`).stdout.trim()
const env = {
  ...process.env,
  VAGRANT_HOME: join(folder, 'home'),
  VAGRANT_DOTFILE_PATH: join(folder, 'machine'),
  VAGRANT_DEFAULT_PROVIDER: 'libvirt',
  VAGRANT_CHECKPOINT_DISABLE: '1',
  UNBOXED_LIBVIRT_DRIVER: (await usesKvm()) ? 'kvm' : 'qemu',
  UNBOXED_LIBVIRT_CONSOLE: join(folder, 'console'),
}
const tap = ['npx', '--no-install', 'tap', '--jobs=1', '--timeout=1800', ...files.sort()]
const besideLibvirt = ['scripts/vagrant/with-libvirt', folder]
let code = 1
try {
  await mkdir(folder, { recursive: true })
  await $({ env, quiet: true })`vagrant box add --name unboxed/debian-13 ${box}`
  code = await $({ env, stdio: 'inherit' })`${besideLibvirt} ${tap}`.exitCode
  if (code !== 0)
    console.error(`unboxed: the VM's console:\n${await lastLines(env.UNBOXED_LIBVIRT_CONSOLE, 80)}`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
const left = (await things()).filter(each => !before.includes(each))
for (const each of left) console.error(`unboxed: left behind by the tests: ${each}`)
process.exitCode = code || (left.length > 0 ? 1 : 0)

/** The accelerator that `unboxed machine build` determined by a boot. */
async function usesKvm() {
  const { stdout } = await $({ quiet: true })`node dist/cli.js machine build`
  return stdout.includes('KVM: a kernel booted')
}

/** Everything the tests could leave: network links, namespaces of processes, mounts, and processes with the folder in their command line. */
async function things() {
  const links = (await readdir('/sys/class/net')).map(name => `network link ${name}`)
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .filter(line => line.includes(folder))
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const seen = await Promise.all(pids.map(thingsOf))
  return [...new Set([...links, ...mounts.map(line => `mount ${line}`), ...seen.flat()])]
}

async function thingsOf(pid) {
  try {
    const line = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
    const network = `network namespace ${await readlink(`/proc/${pid}/ns/net`)}`
    return line.includes(folder) ? [network, `process ${pid}: ${line}`] : [network]
  } catch {
    return [] // it has ended, or is a thread of the kernel's that tells nothing
  }
}
