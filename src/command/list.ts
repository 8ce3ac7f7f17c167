import { labHead } from '../attempt/event.ts'
import { printable, printableJson } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import { wrapMessage } from '../report/wrap.ts'
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
  const { columns } = world.stdout
  for (const { id, title, claims } of labs) {
    const words = printable(`${title}${claims.length > 0 ? `  [${claims.join(' ')}]` : ''}`)
    world.stdout.write(row(printable(id), words, { width, columns: columns || Number.POSITIVE_INFINITY }))
  }
  return exitCodes.passed
}

/** A name and its title beside each other, or below each other on a narrow terminal. */
function row(id: string, title: string, { width, columns }: { width: number; columns: number }): string {
  const isNarrow = columns < width + leastTitle
  const indent = ' '.repeat(isNarrow ? 4 : width + 2)
  const [first, ...more] = wrapMessage(title, columns - indent.length)
  const head = isNarrow ? `${id}\n${indent}${first}` : `${id.padEnd(width)}  ${first}`
  return [head, ...more.map(line => indent + line), ''].join('\n')
}

/** Columns that a title needs beside its name. */
const leastTitle = 32
