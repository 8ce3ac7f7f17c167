import type { Calls } from '../protocol/message.ts'
import type { Agent } from './agent.ts'

/** Answers once the starter has answered: without the starter no process can be started, and no exit is noticed. */
export async function ping({ starter }: Agent): Promise<Calls['ping']['answer']> {
  await starter.ping()
  return null
}
