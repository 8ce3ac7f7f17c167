import { machinesHere } from '../machine/choice.ts'
import { type Diagnosis, missing, ok } from '../machine/diagnosis.ts'
import { machines } from '../machine/registry.ts'
import { printableJson, printableValue } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import type { ProblemStyle } from '../report/problem.ts'
import { wrapRemedy } from '../report/wrap.ts'
import type { World } from './world.ts'
import { wantsColour, widthOf } from './world.ts'

/** Examines what the runner needs, then what the machine needs that labs run on here. */
export async function doctor({ json }: { json?: boolean }, world: World): Promise<number> {
  const { chosen, others } = machinesHere(world)
  const examined = await Promise.all([
    machines[chosen].doctor(world, true),
    ...others.map(name => machines[name].doctor(world, false)),
  ])
  const found = [node(world), system(world, machines[chosen].place), ...examined.flat()]
  const style = { colour: wantsColour(world.stdout, world.env), columns: widthOf(world.stdout) }
  world.stdout.write(
    json ? `${printableJson(found, 2)}\n` : found.map(each => lines(printableValue(each), style)).join(''),
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

const column = 22

/** What is examined, what was found, and the remedy beside each other; on a narrow terminal below each other. */
function lines(
  { what, state, found, remedy }: Diagnosis,
  { colour, columns = Number.POSITIVE_INFINITY }: ProblemStyle,
): string {
  const [mark, code] = marks[state]
  const shown = colour ? `\u001b[${code}m${mark}\u001b[0m` : mark
  const indent = ' '.repeat(columns < 3 * column ? 4 : column)
  const room = Math.max(20, columns - indent.length)
  const [first, ...more] = wrapRemedy(found, room)
  const head =
    indent.length < column
      ? `${shown} ${what}\n${indent}${first}`
      : `${shown} ${what.padEnd(column - 3)} ${first}`
  const rest = remedy ? hanging(wrapRemedy(remedy, room - 2), '→ ') : []
  return [head, ...[...more, ...rest].map(line => indent + line), ''].join('\n')
}

const hanging = (lines: readonly string[], first: string) =>
  lines.map((line, index) => (index === 0 ? first : ' '.repeat(first.length)) + line)
