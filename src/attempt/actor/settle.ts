import { commandLine } from '../../plan/shell-syntax.ts'
import { type AgentClient, CallFailed } from '../../protocol/client.ts'
import type { LabProcess, Meant } from './process.ts'

/**
 * Finds the process that a step's name refers to, waiting at most `timeout` ms for the program that its line ends in. Rejects with
 * `CallFailed` if it does not appear in time; a process that has ended meanwhile is no error.
 */
export async function settle(running: LabProcess, client: AgentClient, timeout: number): Promise<void> {
  try {
    const { pid, words, guessed } = await client.call('settle', { pid: running.pid, timeout })
    running.meant = { pid, ...((running.open || guessed) && { taken: commandLine(words) }) }
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    const { errno = 'EIO', message } = error.error
    running.meant =
      errno === 'ETIMEDOUT' && timeout === 0 ? unwaited(running.meant, message) : { errno, message }
    // ESRCH means the process has exited, even if its exit event is still in flight.
    if (errno !== 'ESRCH') throw error
    await running.exit
  }
}

/** The same for a look, which reports why a process was not found instead of failing. */
export async function settleAgain(running: LabProcess, client: AgentClient, timeout: number): Promise<void> {
  await settle(running, client, timeout).catch(error => {
    if (!(error instanceof CallFailed)) throw error
  })
}

/**
 * What is known after a look that did not wait: a process that was never found is still pending, one that was waited for in vain stays so, and
 * of one that was found before, nothing can be said.
 */
function unwaited(before: Meant, message: string): Meant {
  if ('errno' in before) return before
  return 'pending' in before ? { pending: message } : { errno: 'EAGAIN', message }
}
