import { type BigIntStats, lstatSync, readdirSync, readlinkSync } from 'node:fs'
import type { BoundSource, Calls, Look } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { toCallError } from './call-error.ts'
import { readText } from './read-file.ts'
import { run } from './run-command.ts'
import type { Command, Starter } from './starter.ts'

/** Looks at many things as nearly at once as can be. The same thing asked for twice is looked at once. */
export async function look(
  { starter }: Agent,
  { sources }: Calls['look']['ask'],
): Promise<Calls['look']['answer']> {
  const at = performance.now()
  const seen = new Map<string, Promise<Look>>()
  const looks = sources.map(source => {
    const name = JSON.stringify(source)
    const known = seen.get(name) ?? lookAt(starter, source)
    seen.set(name, known)
    return known
  })
  return { at, looks: await Promise.all(looks) }
}

async function lookAt(starter: Starter, source: BoundSource): Promise<Look> {
  try {
    return { text: await readers[source.read](source as never, starter) }
  } catch (error) {
    const { errno = 'EIO', message } = toCallError(error)
    return { errno, message }
  }
}

type Read<R extends BoundSource['read']> = Extract<BoundSource, { read: R }>
type OfPath = { path: string }

const readers = {
  file: ({ path, inside }: Read<'file'>, starter: Starter) => {
    const target = entered(inside)
    return target ? run(starter, { argv: [], file: path, ...target }) : readText(path)
  },
  link: ({ path }: OfPath) => `${readlinkSync(path)}\n`,
  list: ({ path }: OfPath) =>
    readdirSync(path)
      .sort()
      .map(name => `${name}\n`)
      .join(''),
  stat: ({ path }: OfPath) => statLine(lstatSync(path, { bigint: true })),
  command: ({ argv, inside }: Read<'command'>, starter: Starter) =>
    run(starter, { argv, ...entered(inside) }),
} satisfies { [R in BoundSource['read']]: (source: Read<R>, starter: Starter) => string | Promise<string> }

type Inside = Read<'file'>['inside']

/** Where to go for it; `self` is the agent, who is there already. */
function entered(inside: Inside): Pick<Command, 'inside'> | undefined {
  if (!inside || inside.pid === 'self') return undefined
  return { inside: { pid: Number(inside.pid), namespaces: inside.namespaces } }
}

/** As `stat -c '%F %a %u %g %s %d:%i'` writes it. */
function statLine(stats: BigIntStats): string {
  const mode = (stats.mode & 0o7777n).toString(8)
  const { uid, gid, size, dev, ino } = stats
  return `${kindOf(stats)} ${mode} ${uid} ${gid} ${size} ${dev}:${ino}\n`
}

function kindOf(stats: BigIntStats): string {
  if (stats.isFile()) return stats.size === 0n ? 'regular empty file' : 'regular file'
  return kinds.find(([is]) => stats[is]())?.[1] ?? 'weird file'
}

const kinds = [
  ['isDirectory', 'directory'],
  ['isSymbolicLink', 'symbolic link'],
  ['isCharacterDevice', 'character special file'],
  ['isBlockDevice', 'block special file'],
  ['isFIFO', 'fifo'],
  ['isSocket', 'socket'],
] as const
