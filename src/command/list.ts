import { labHead } from '../attempt/event.ts'
import { printable, printableJson } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import { readLabs } from './read-labs.ts'
import type { World } from './world.ts'

export async function list(
  names: readonly string[],
  { json }: { json?: boolean },
  world: World,
): Promise<number> {
  const labs = await readLabs(names, 'list', world)
  if (!labs) return exitCodes.usage
  if (json) {
    world.stdout.write(`${printableJson(labs.map(labHead), 2)}\n`)
    return exitCodes.passed
  }
  const width = Math.max(...labs.map(({ id }) => id.length))
  for (const { id, title, claims } of labs)
    world.stdout.write(
      printable(`${id.padEnd(width)}  ${title}${claims.length > 0 ? `  [${claims.join(' ')}]` : ''}\n`),
    )
  return exitCodes.passed
}
