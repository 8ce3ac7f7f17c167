import { machinesHere } from '../machine/choice.ts'
import { type Diagnosis, missing, ok } from '../machine/diagnosis.ts'
import { machines } from '../machine/registry.ts'
import { printableJson, printableValue } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import type { World } from './world.ts'
import { wantsColour } from './world.ts'

/** Examines what the runner needs, then what the machine needs that labs run on here. */
export async function doctor({ json }: { json?: boolean }, world: World): Promise<number> {
  const { chosen, others } = machinesHere(world)
  const examined = await Promise.all([
    machines[chosen].doctor(world, true),
    ...others.map(name => machines[name].doctor(world, false)),
  ])
  const found = [node(world), system(world, machines[chosen].place), ...examined.flat()]
  const colour = wantsColour(world.stdout, world.env)
  world.stdout.write(
    json ? `${printableJson(found, 2)}\n` : found.map(each => line(printableValue(each), colour)).join(''),
  )
  return found.some(({ state }) => state === 'missing') ? exitCodes.machine : exitCodes.passed
}

function node({ nodeVersion, version }: World): Diagnosis {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number)
  const enough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22
  const found = `${nodeVersion}, for unboxed ${version}`
  return enough ? ok('Node', found) : missing('Node', found, 'Install Node 20.19, or 22.12 and later.')
}

function system({ platform, architecture }: World, place: string): Diagnosis {
  return ok('system', `${platform} on ${architecture}: labs run in ${place} (docs/machines.md)`)
}

const marks = { ok: ['✓', 32], missing: ['✗', 31], better: ['!', 33], absent: ['-', 2] } as const

function line({ what, state, found, remedy }: Diagnosis, colour: boolean): string {
  const [mark, code] = marks[state]
  const shown = colour ? `\u001b[${code}m${mark}\u001b[0m` : mark
  return `${shown} ${what.padEnd(19)} ${found}\n${remedy ? `  ${' '.repeat(19)} → ${remedy}\n` : ''}`
}
