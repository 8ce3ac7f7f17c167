import { stripVTControlCharacters } from 'node:util'
import { execa } from 'execa'
import type { Progress } from '../machine.ts'
import { problem } from './problem.ts'

/** The surroundings in which vagrant(1) runs. */
export interface VagrantWorld {
  /** The folder of the Vagrantfile; VAGRANT_CWD takes precedence. */
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly progress: Progress
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** Runs vagrant(1) to its end and reports each line of its output as progress of `task`. Resolves with the output; rejects with its end. */
export async function vagrant(args: readonly string[], world: VagrantWorld, task?: string): Promise<string> {
  const began = performance.now()
  const running = execa('vagrant', args, {
    cwd: world.folder,
    env: { ...world.env, VAGRANT_NO_COLOR: '1' },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    all: true,
    cancelSignal: world.signal,
  })
  if (task !== undefined)
    for await (const line of running.iterable({ from: 'all' }))
      world.progress({ task, detail: plain(String(line)) })
  const { failed, all, stdout, code } = await running
  if (code === 'ENOENT') throw problem('program-missing', { program: 'vagrant' })
  if (failed) throw problem('vagrant-failed', { command: `vagrant ${args.join(' ')}`, said: lastLines(all) })
  if (task !== undefined) world.progress({ task, done: true, ms: performance.now() - began })
  return stdout
}

/** The last state of a line that was rewritten in place, such as a progress bar. */
const plain = (line: string) => stripVTControlCharacters(line).trim().split('\r').at(-1)?.trim() ?? ''

const lastLines = (text: string) => text.trim().split('\n').map(plain).slice(-15).join('\n')
