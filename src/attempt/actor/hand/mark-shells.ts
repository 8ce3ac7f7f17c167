import type { AgentClient } from '../../../protocol/client.ts'
import type { Hello } from '../../../protocol/message.ts'
import { labEnvironment } from '../process.ts'
import { labProgram, markingBashrc } from './marks.ts'

/**
 * Makes every interactive bash of the labs mark its prompts, those of sudo too, which clears the environment.
 * - In a machine of ours, the bashrc of the image reads a file where there is one. A program `lab` serves shells that mark nothing.
 * - In a machine of somebody's own, no file of theirs is changed: the home of root is an empty file system there, which only labs see and
 *   which ends with them, and bash reads a file in it.
 */
export function markShells(client: AgentClient, { host }: Pick<Hello, 'host'>): Promise<unknown> {
  if (host !== 1) return writeAtHome(client)
  return Promise.all([
    client.call('put', { path: '/etc/bash.marks', text: markingBashrc, mode: 0o644 }),
    client.call('put', { path: '/usr/local/bin/lab', text: labProgram, mode: 0o755 }),
  ])
}

/** By a process among the labs: what is put is removed by its path, which could mean the real home by then. */
async function writeAtHome(client: AgentClient): Promise<void> {
  const key = 'marks'
  const ended = new Promise<void>(resolve => {
    client.listen(key, ({ event }) => event === 'exit' && resolve())
  })
  const script = 'test $(stat -f -c %T ~) = tmpfs && printf %s "$1" > ~/.bashrc'
  const argv = ['sh', '-c', script, 'sh', markingBashrc]
  await client.call('start', { key, argv, env: { ...labEnvironment }, cwd: '/', stdin: 'none', keep: 1024 })
  await Promise.race([ended, client.lost])
}
