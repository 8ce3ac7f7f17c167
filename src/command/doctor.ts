import type { StatsFs } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { availableParallelism, freemem } from 'node:os'
import { dirname } from 'node:path'
import { localRefusal } from '../machine/local/local.ts'
import { isForLabs } from '../machine/local/requirement.ts'
import { type Accelerator, deviceProblem } from '../machine/vm/accelerator.ts'
import { findProgram, requirements } from '../machine/vm/requirement.ts'
import { foundAccelerator, vmStatus } from '../machine/vm/status.ts'
import { exitCodes } from '../report/exit-code.ts'
import { vmSettings } from './machine-of.ts'
import type { World } from './world.ts'
import { wantsColour } from './world.ts'

/** One requirement: what was found, and what to do about it. */
export interface Finding {
  readonly what: string
  /** `missing`: nothing runs without it; `better`: it runs, but slower or with more waiting. */
  readonly state: 'ok' | 'missing' | 'better'
  readonly found: string
  readonly remedy?: string
}

export async function doctor({ json }: { json?: boolean }, world: World): Promise<number> {
  const findings = (await Promise.all(examinationsOf(world).map(examine => examine(world)))).flat()
  const colour = wantsColour(world.stdout, world.env)
  world.stdout.write(
    json ? `${JSON.stringify(findings, null, 2)}\n` : findings.map(found => line(found, colour)).join(''),
  )
  return findings.some(({ state }) => state === 'missing') ? exitCodes.machine : exitCodes.passed
}

type Examine = (world: World) => Finding | readonly Finding[] | Promise<readonly Finding[]>

/** What is needed depends on the machine that is meant here when none is named. */
function examinationsOf({ platform, architecture }: World): readonly Examine[] {
  if (isForLabs()) return [node, thisMachine]
  return platform === 'linux' && architecture === 'x64'
    ? [node, system('a VM of our own'), programs, virtualMachine, memory, vagrant('ok')]
    : [node, system('the VM of the Vagrantfile'), vagrant('missing')]
}

function node({ nodeVersion, version }: World): Finding {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number)
  const enough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22
  const found = `${nodeVersion}, for unboxed ${version}`
  return enough ? ok('Node', found) : missing('Node', found, 'Install Node 20.19, or 22.12 and later.')
}

const system =
  (machine: string): Examine =>
  ({ platform, architecture }) =>
    ok('system', `${platform} on ${architecture}: labs run in ${machine} (docs/machines.md)`)

/** In a machine that was made for labs. */
function thisMachine({ env }: World): Finding {
  const problem = localRefusal({ env, thisMachine: false })
  return problem
    ? missing('this machine', problem.message, problem.remedy ?? '')
    : ok('this machine', 'was made for labs, and has all they need')
}

/** Vagrant is one way among others on some systems, and the only one on the rest. */
const vagrant =
  (otherwise: 'ok' | 'missing'): Examine =>
  ({ env }) => {
    const absent = ['vagrant', 'ssh'].filter(program => !findProgram(program, env))
    if (absent.length === 0) return ok('Vagrant', `${findProgram('vagrant', env)}, for --machine vagrant`)
    const found = `${absent.join(', ')} not in PATH, for --machine vagrant`
    return otherwise === 'ok'
      ? ok('Vagrant', `${found} only`)
      : missing('Vagrant', found, 'docs/machines.md has the commands for each system.')
  }

function programs({ env }: World): Finding[] {
  return requirements.map(({ program, package: name, for: purpose }) => {
    const path = findProgram(program, env)
    const remedy = `sudo apt-get install --yes --no-install-recommends ${name}`
    return path
      ? ok(program, `${path}, which ${purpose}`)
      : missing(program, `not in PATH; it ${purpose}`, remedy)
  })
}

/** Whether KVM works is judged by a boot, when the VM is built; before that only by what can be seen at once. */
function kvm(accelerator: Accelerator | undefined): Finding {
  const emulated = (reason: string, remedy: string) =>
    better('KVM', `${reason}: the VM is emulated, which is several times slower`, remedy)
  const device = deviceProblem()
  if (device) return emulated(device, 'Switch on virtualization, or: sudo adduser $USER kvm')
  if (!accelerator) return ok('KVM', '/dev/kvm is there; `unboxed machine build` tries a boot with it')
  if (accelerator.name === 'kvm') return ok('KVM', accelerator.reason)
  return emulated(
    accelerator.reason,
    'Nothing has to be done; in a VM of a cloud, one with nested virtualization may be had.',
  )
}

async function virtualMachine(world: World): Promise<Finding[]> {
  const { image, templates, folder } = await vmStatus(vmSettings(world, () => undefined))
  const { bavail, bsize } = await nearest(folder)
  const free = `${gibibytes(bavail * bsize)} free for ${folder}`
  return [
    kvm(await foundAccelerator(world.env, image)),
    image
      ? ok('image', `built ${image.built}, ${templates} ${templates === 1 ? 'template' : 'templates'}`)
      : better('image', 'not built yet', 'unboxed machine build   (or wait: the first run builds it)'),
    bavail * bsize > 3 * 1024 ** 3
      ? ok('disk', free)
      : missing('disk', free, 'Free some space, or set XDG_CACHE_HOME to a folder with 3 GiB.'),
  ]
}

async function nearest(folder: string): Promise<StatsFs> {
  return statfs(folder).catch(() => nearest(dirname(folder)))
}

function memory(): Finding {
  const found = `${gibibytes(freemem())} free, ${availableParallelism()} processors`
  return freemem() > 1.5 * 1024 ** 3
    ? ok('memory', found)
    : better('memory', found, 'Each VM may use up to 1 GiB: run fewer at once with --jobs 1.')
}

const gibibytes = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GiB`

const ok = (what: string, found: string): Finding => ({ what, state: 'ok', found })
const missing = (what: string, found: string, remedy: string): Finding => ({
  what,
  state: 'missing',
  found,
  remedy,
})
const better = (what: string, found: string, remedy: string): Finding => ({
  what,
  state: 'better',
  found,
  remedy,
})

const marks = { ok: ['✓', 32], missing: ['✗', 31], better: ['!', 33] } as const

function line({ what, state, found, remedy }: Finding, colour: boolean): string {
  const [mark, code] = marks[state]
  const shown = colour ? `\u001b[${code}m${mark}\u001b[0m` : mark
  return `${shown} ${what.padEnd(19)} ${found}\n${remedy ? `  ${' '.repeat(19)} → ${remedy}\n` : ''}`
}
