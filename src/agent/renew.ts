import type { Calls } from '../protocol/message.ts'
import type { Agent } from './agent.ts'

/** Gives a clone the current time and random state of its own. */
export async function renew(agent: Agent, { now, entropy }: Calls['renew']['ask']): Promise<null> {
  await agent.starter.renew(now, Buffer.from(entropy, 'base64'))
  return null
}
