import type { Size } from '../../../linux/terminal-size.ts'
import type { AgentClient, ProcessEvent } from '../../../protocol/client.ts'
import { labEnvironment } from '../process.ts'

export interface ShellStart {
  /** The name of its process, unique on the channel. */
  readonly key: string
  /** The cgroup it runs in, which exists. */
  readonly cgroup: string
  readonly argv?: readonly string[]
  /** In addition to that of every process of a lab. */
  readonly env: Readonly<Record<string, string>>
  /** Of its terminal; without it, plain pipes. */
  readonly size?: Size | undefined
  /** As of `start`. */
  readonly keep: number
}

/** Starts a shell of root that somebody types into, and returns its PID, or that of the process that relays its terminal. */
export async function startShell(
  client: AgentClient,
  { argv = ['bash', '-l'], env, size, ...place }: ShellStart,
  hear: (event: ProcessEvent) => void,
): Promise<number> {
  client.listen(place.key, hear)
  const { pid } = await client.call('start', {
    ...place,
    argv: [...argv],
    env: { ...labEnvironment, SHELL: '/bin/bash', ...env },
    cwd: labEnvironment.HOME,
    stdin: 'open',
    ...(size && { terminal: { ...size } }),
  })
  return pid
}
