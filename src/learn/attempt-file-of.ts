import type { LearnersDesk } from '../attempt/actor/hand/learner.ts'
import { namedSoFar } from '../resolve/resolve-record.ts'
import { encodeAttemptFile } from '../submission/write-attempt-file.ts'

export interface FileOf extends Pick<LearnersDesk, 'lab' | 'resolver' | 'record' | 'session'> {
  readonly digest: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly learner?: string | undefined
}

/** The attempt file of what has been done until now. */
export function attemptFileOf({
  lab,
  resolver,
  record,
  session,
  digest,
  startedAt,
  learner,
}: FileOf): string {
  const closed = resolver.closed()
  const verdicts = [...closed.flatMap(({ verdicts }) => verdicts), ...(resolver.solution()?.verdicts ?? [])]
  const questions = lab.steps.map(({ question }) => question?.id)
  const { name, description } = session.description
  return encodeAttemptFile({
    lab,
    digest,
    ...(learner !== undefined && { learner }),
    startedAt,
    began: record.looks[0]?.at ?? 0,
    cgroup: session.ground.cgroup,
    machine: `${name}: ${description}, Linux ${session.hello.release}`,
    record,
    names: namedSoFar(lab, resolver, record),
    done: closed.filter(({ isDone }) => isDone).map(({ step }) => step.id),
    seen: Object.fromEntries(
      verdicts
        .filter(({ check }) => !questions.includes(check))
        .map(({ check, outcome }) => [check, outcome] as const),
    ),
  })
}
