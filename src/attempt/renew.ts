import type { AgentClient } from '../protocol/client.ts'
import type { Runtime } from '../runtime/runtime.ts'

/** Gives a machine that is a copy of a saved one the time of the host and randomness of its own. */
export const renew = (client: AgentClient, { date, random }: Runtime) =>
  client.call('renew', { now: date(), entropy: btoa(String.fromCharCode(...random(64))) })
