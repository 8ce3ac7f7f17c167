import { randomBytes } from 'node:crypto'
import type { AgentClient } from '../protocol/client.ts'

/** Gives a machine that is a copy the time of the host and randomness of its own. */
export const renew = (client: AgentClient) =>
  client.call('renew', { now: Date.now(), entropy: randomBytes(64).toString('base64') })
