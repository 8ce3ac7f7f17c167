import { commandLine } from '../../plan/shell-syntax.ts'
import { type AgentClient, CallFailed } from '../../protocol/client.ts'
import type { LabProcess } from './process.ts'

/**
 * Finds out which process is meant by the name of a step, waiting at most `timeout` ms until the one it ends in is there. Rejects
 * with `CallFailed` if it isn't by then; a process that has ended meanwhile is no error.
 */
export async function settle(running: LabProcess, client: AgentClient, timeout: number): Promise<void> {
  try {
    const { pid, words, guessed } = await client.call('settle', { pid: running.pid, timeout })
    running.meant = { pid, ...((running.open || guessed) && { taken: commandLine(words) }) }
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    const { errno = 'EIO', message } = error.error
    running.meant = { errno, message }
    // ESRCH means the process has exited, even if its exit event is still in flight.
    if (errno !== 'ESRCH') throw error
    await running.exit
  }
}

/** The same for a look, which tells why a process could not be found instead of failing. */
export async function settleAgain(running: LabProcess, client: AgentClient, timeout: number): Promise<void> {
  await settle(running, client, timeout).catch(error => {
    if (!(error instanceof CallFailed)) throw error
  })
}
