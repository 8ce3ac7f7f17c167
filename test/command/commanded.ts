import { join } from 'node:path'
import { Writable } from 'node:stream'
import { main } from '../../src/command/main.ts'
import type { World } from '../../src/command/world.ts'

/** How a command line ended, and what it printed. */
export interface Commanded {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line in this process, from the sources, as if typed in a folder at a terminal of some width. */
export async function commanded(
  args: readonly string[],
  { cwd = process.cwd(), columns = 0, env = {} as Record<string, string>, root = packageRoot } = {},
): Promise<Commanded> {
  const stdout = captured(columns)
  const stderr = captured(columns)
  const world = {
    env,
    cwd,
    root,
    version: '1',
    stdin: {},
    stdout: stdout.stream,
    stderr: stderr.stream,
    uid: process.getuid?.(),
    platform: process.platform,
    architecture: process.arch,
    nodeVersion: process.versions.node,
    signal: new AbortController().signal,
    leaving: new AbortController().signal,
  }
  const code = await main(args, world as unknown as World)
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

const packageRoot = join(import.meta.dirname, '../..')

function captured(columns: number) {
  let text = ''
  const stream = new Writable({
    write: (chunk, _, done) => {
      text += chunk
      done()
    },
  })
  return { stream: Object.assign(stream, { columns }), text: () => text }
}
