import { setTimeout as sleep } from 'node:timers/promises'
import { CallFailed } from '../machine/agent-client.ts'
import { Problem, problemsOf } from '../problem.ts'
import type { Reason } from './evidence.ts'
import type { Session } from './session.ts'

/** What a run itself can run into, beside what the kernel and the machine say. */
export const runProblem = problemsOf('machine', {
  'step-timeout': ({ step, seconds }: { step: string; seconds: number }) => ({
    what: `step ${step} had not ended after ${seconds} s`,
    remedy: 'If it only needs longer, give the step a longer `timeout`.',
  }),
  'lab-timeout': ({ lab, seconds }: { lab: string; seconds: number }) => ({
    what: `lab ${lab} had not ended after ${seconds} s`,
    remedy: 'If it only needs longer, give the lab a longer `timeout`.',
  }),
  interrupted: ({ lab }: { lab: string }) => ({ what: `lab ${lab} was interrupted` }),
})

/** Why something could not be done, as data: a refusal of the kernel is translated, anything unknown keeps its own words. */
export async function reasonOf(error: unknown, session?: Session): Promise<Reason> {
  if (error instanceof CallFailed) return refusalReason(error, session)
  if (error instanceof Problem) return problemReason(await truerProblem(error, session))
  return { kind: 'error', code: 'unknown', message: error instanceof Error ? error.message : String(error) }
}

/** A channel ends because its machine did: the machine knows more, a moment later. */
async function truerProblem(problem: Problem, session?: Session): Promise<Problem> {
  if (problem.code !== 'channel-lost' || !session) return problem
  return Promise.race([session.lost, sleep(lastWords).then(() => problem)])
}

/** How long a lost machine is given to say what happened to it, milliseconds. */
const lastWords = 3_000

export function problemReason({ kind, code, message, remedy }: Problem): Reason {
  return {
    kind: kind === 'unsupported' ? 'unsupported' : 'error',
    code,
    message,
    ...(remedy === undefined ? {} : { remedy }),
  }
}

async function refusalReason({ error }: CallFailed, _session?: Session): Promise<Reason> {
  return { kind: 'error', code: error.errno ?? 'refused', message: error.message, call: error }
}
