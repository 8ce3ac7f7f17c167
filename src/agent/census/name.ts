import type { Calls } from '../../protocol/message.ts'
import type { Agent } from '../agent.ts'
import { processRow } from '../process-table.ts'
import { settle } from '../settle.ts'

/** Settles, and remembers the result: a named process is not a leftover, even if the process that started it is gone. */
export async function settleAndName(
  agent: Agent,
  ask: Calls['settle']['ask'],
): Promise<Calls['settle']['answer']> {
  const settled = await settle(agent, ask)
  agent.named.set(settled.pid, processRow(settled.pid)?.start ?? 0)
  return settled
}
