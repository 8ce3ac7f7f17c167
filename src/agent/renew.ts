import type { Calls } from '../protocol/message.ts'
import type { Agent } from './agent.ts'

/** Gives a machine that is a copy its own time and randomness. */
export async function renew(agent: Agent, { now, entropy }: Calls['renew']['ask']): Promise<null> {
  await agent.starter.renew(now, Buffer.from(entropy, 'base64'))
  return null
}
