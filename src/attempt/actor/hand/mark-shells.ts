import { markingBashrc } from '../../../linux/shell-marks.ts'
import type { AgentClient } from '../../../protocol/client.ts'
import type { Hello } from '../../../protocol/message.ts'
import { labEnvironment } from '../process.ts'

/**
 * Makes every interactive bash of the labs mark its prompts, those of sudo too, which clears the environment. In a machine of ours they do
 * (machine/vm/warm.ts). In a machine of somebody's own, no file of theirs is changed: the home of root is an empty file system there, which
 * only labs see and which ends with them, and bash reads a file in it.
 */
export async function markShells(client: AgentClient, { host }: Pick<Hello, 'host'>): Promise<void> {
  if (host !== 1) await writeAtHome(client)
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
