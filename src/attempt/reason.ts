import type { Reason } from '../evidence/reason.ts'
import { explain, surroundingSources } from '../kernel/refusal/explain.ts'
import { type Failure, failureOf } from '../kernel/refusal/failure.ts'
import type { Surroundings } from '../kernel/refusal/refusal.ts'
import { Problem, problemsOf } from '../problem.ts'
import { CallFailed } from '../protocol/client.ts'
import { sleep } from '../runtime/runtime.ts'
import type { Session } from './session.ts'

/** Problems of the run itself, as opposed to those of the kernel or the machine. */
export const runProblem = problemsOf('machine', {
  'step-timeout': ({ step, seconds }: { step: string; seconds: number }) => ({
    what: `step ${step} had not ended after ${seconds} s`,
    remedy: 'If it only needs longer, give the step a longer `timeout`.',
  }),
  'lab-timeout': ({ lab, seconds }: { lab: string; seconds: number }) => ({
    what: `lab ${lab} had not ended after ${seconds} s`,
    remedy: 'If it only needs longer, give the lab a longer `timeout`.',
  }),
  'no-pid': ({ name, why }: { name: string; why: string }) => ({
    what: `the step needs the number of ${name}, and there is none: ${why}`,
  }),
  interrupted: ({ lab }: { lab: string }) => ({ what: `lab ${lab} was interrupted` }),
})

/** Sources of detail about a failure: the machine, and the files around the one that failed. */
type Witnesses = Pick<Session, 'runtime'> & Partial<Pick<Session, 'lost' | 'look' | 'hello'>>

/** Turns an error into a reason: explains refusals of the kernel and keeps the message of unknown errors. */
export async function reasonOf(error: unknown, witnesses: Witnesses): Promise<Reason> {
  if (error instanceof CallFailed) return refusalReason(error, witnesses)
  if (error instanceof Problem) return problemReason(await truerProblem(error, witnesses))
  return { kind: 'error', code: 'unknown', message: error instanceof Error ? error.message : String(error) }
}

/** What a command ends with that an agent refused, explained as in an attempt; any other error stays as it is. */
export async function explainedProblem(error: unknown, witnesses: Witnesses): Promise<unknown> {
  if (error instanceof Problem) return truerProblem(error, witnesses)
  if (!(error instanceof CallFailed)) return error
  const { kind, code, message: what, remedy } = await refusalReason(error, witnesses)
  const text = { what, ...(remedy === undefined ? {} : { remedy }) }
  return new Problem(kind === 'unsupported' ? kind : 'machine', code, error.error, text)
}

/** A closed channel is usually a symptom; wait briefly for the machine to report the cause. */
async function truerProblem(
  problem: Problem,
  { lost, runtime }: Pick<Witnesses, 'lost' | 'runtime'>,
): Promise<Problem> {
  if (problem.code !== 'channel-lost' || !lost) return problem
  return Promise.race([lost, sleep(runtime, lastWords).then(() => problem)])
}

/** Milliseconds that a lost machine has to report the cause. */
const lastWords = 60_000

export function problemReason({ kind, code, message, remedy }: Problem): Reason {
  return {
    kind: kind === 'unsupported' ? 'unsupported' : 'error',
    code,
    message,
    ...(remedy === undefined ? {} : { remedy }),
  }
}

/** Explains a refusal of the kernel by reading the files around the one that failed. */
async function refusalReason({ call, error }: CallFailed, witnesses: Witnesses): Promise<Reason> {
  const plain: Reason = {
    kind: 'error',
    code: error.errno ?? error.code ?? 'refused',
    message: error.message,
    call: error,
  }
  const failure = failureOf(call, error)
  const explained = failure && explain(failure, await surroundings(failure, witnesses))
  if (!explained) return plain
  const { code, what, remedy } = explained
  return {
    ...plain,
    // Where labs can have no cgroups, the machine is to blame; anything else was refused to this lab.
    kind: failure.kind === 'claim' ? 'unsupported' : 'error',
    code,
    message: `${error.message}: ${what}`,
    ...(remedy === undefined ? {} : { remedy }),
  }
}

async function surroundings(failure: Failure, { look, hello }: Witnesses): Promise<Surroundings> {
  const wanted = Object.entries(surroundingSources(failure))
  // The machine may have been lost meanwhile.
  const looks = (await look?.(wanted.map(([, source]) => source)).catch(() => undefined)) ?? []
  const texts = wanted.flatMap(([name], index) => {
    const found = looks[index]
    return found && 'text' in found ? [[name, found.text]] : []
  })
  const machine = hello && { release: hello.release, controllers: hello.cgroup.controllers }
  return { texts: Object.fromEntries(texts), ...(machine && { machine }) }
}
