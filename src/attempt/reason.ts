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
    what: `step ${step} timed out: it was still running after ${seconds} s`,
    remedy: 'If it needs more time, give the step a longer `timeout`.',
  }),
  'lab-timeout': ({ lab, seconds }: { lab: string; seconds: number }) => ({
    what: `lab ${lab} timed out: it was still running after ${seconds} s`,
    remedy: 'If it needs more time, give the lab a longer `timeout`.',
  }),
  'line-timeout': ({ step, line, seconds }: { step: string; line: string; seconds: number }) => ({
    what: `step ${step} timed out: \`${line}\` was still running after ${seconds} s`,
    remedy: 'Hand in commands that end by themselves, or start the endless one in the background with `&`.',
  }),
  'full-screen': ({ step, line }: { step: string; line: string }) => ({
    what: `\`${line}\` in step ${step} uses the whole screen, and what was done there cannot be performed again`,
    remedy: 'Somebody has to look at this submission; commands that print lines can be performed again.',
  }),
  'no-pid': ({ name, why }: { name: string; why: string }) => ({
    what: `the step uses the pid of ${name}, but ${why}`,
    remedy: `Check the step that starts ${name}.`,
  }),
  'pid-unknown': ({ name, why }: { name: string; why: string }) => ({
    what: `the step uses the pid of ${name}, but its process is not known: ${why}`,
    remedy: `Check the step that starts ${name}.`,
  }),
  'limit-invalid': ({ file, said }: { file: string; said: string }) => ({
    what: `${file} was written, but the limit is not in force: the file now says "${said}"`,
    remedy:
      'Change the limit, or the cgroups around it, so that what it names in parentheses no longer holds.',
  }),
  'file-there': ({ path }: { path: string }) => ({
    what: `${path} exists already, and the lab would put a file of its own there`,
    remedy: 'Nothing was overwritten. Move that file away, or use a disposable machine.',
  }),
  'need-unseen': ({ need, why }: { need: string; why: string }) => ({
    what: `could not determine whether this machine has the ${need}: ${why}`,
    remedy: 'The machine may be very busy: run the lab again, or fewer at once.',
  }),
  interrupted: ({ lab }: { lab: string }) => ({ what: `lab ${lab} was interrupted` }),
})

/** Sources of detail about a failure: the machine, and the files around the one that failed. */
type Witnesses = Pick<Session, 'runtime'> & Partial<Pick<Session, 'lost' | 'look' | 'hello' | 'description'>>

/** Turns an error into a reason: explains refusals of the kernel and keeps the message of unknown errors. */
export async function reasonOf(error: unknown, witnesses: Witnesses): Promise<Reason> {
  if (error instanceof CallFailed) return refusalReason(error, witnesses)
  if (error instanceof Problem) return problemReason(await truerProblem(error, witnesses))
  return { kind: 'error', code: 'unknown', message: error instanceof Error ? error.message : String(error) }
}

/** Explains an error that ends a command as one that ends an attempt is; any error but a refused call stays as it is. */
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
  const { code, due, what, remedy } = explained
  return {
    ...plain,
    kind: due === 'machine' ? 'unsupported' : 'error',
    code,
    message: error.errno === undefined ? `${error.message}: ${what}` : `${what} (${error.errno})`,
    ...(remedy === undefined ? {} : { remedy }),
  }
}

async function surroundings(
  failure: Failure,
  { look, hello, description }: Witnesses,
): Promise<Surroundings> {
  const { texts, files } = surroundingSources(failure)
  const sources = [...Object.values(texts), ...Object.values(files)]
  // The machine may have been lost meanwhile.
  const looks = (await look?.(sources).catch(() => undefined)) ?? []
  const found = looks.map(look => ('text' in look ? look.text : undefined))
  const named = (names: readonly string[], found: readonly (string | undefined)[]) =>
    Object.fromEntries(
      names.flatMap((name, index) => (found[index] === undefined ? [] : [[name, found[index]]])),
    )
  const names = Object.keys(texts)
  const machine = hello && {
    ...(description && { name: description.name }),
    release: hello.release,
    controllers: hello.cgroup.controllers,
  }
  return {
    texts: named(names, found),
    files: named(Object.keys(files), found.slice(names.length)),
    ...(machine && { machine }),
  }
}
