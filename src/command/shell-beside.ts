import { type AgentClient, unless } from '../protocol/client.ts'
import type { JoinOptions } from './join-server.ts'
import { shellWords } from './shell-word.ts'
import { openShell } from './terminal.ts'

/** Opens shells for terminals that join a machine, in the cgroup of the first one. */
export function shellsBeside(client: AgentClient, cgroup: string): JoinOptions['open'] {
  let count = 0
  return async (screen, show) => {
    const key = `joined-${++count}`
    await client.call('make-directory', { path: cgroup }).catch(unless('EEXIST'))
    const shell = await openShell(client, { key, cgroup }, screen, show, shellWords(client))
    return { ...shell, close: () => hangUp(client, key) }
  }
}

/** SIGHUP, as from a terminal that is closed; whatever ignores it ends with the machine. */
async function hangUp(client: AgentClient, key: string): Promise<void> {
  await client.call('signal', { key, signal: 'SIGHUP' }).catch(() => undefined) // it has ended
}
