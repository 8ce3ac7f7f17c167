import type { Calls } from '../protocol/message.ts'
import type { Agent } from './agent.ts'

/** Is answered when the starter has answered, too: without it nothing can be started, and the end of nothing is heard. */
export async function ping({ starter }: Agent): Promise<Calls['ping']['answer']> {
  await starter.ping()
  return null
}
