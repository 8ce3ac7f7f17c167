import { type LearnersDesk, learner } from '../../../../src/attempt/actor/hand/learner.ts'
import { labDigest } from '../../../../src/attempt/attempt.ts'
import { machineRecord } from '../../../../src/attempt/session.ts'
import type { Lab } from '../../../../src/lab/lab.ts'
import { namedProcesses } from '../../../../src/resolve/resolve-record.ts'
import { nodeRuntime } from '../../../../src/runtime/node.ts'
import { pidNamesIn, withPids } from '../../../../src/submission/pid-name.ts'
import type { Submission } from '../../../../src/submission/submission.ts'
import { encodeAttemptFile } from '../../../../src/submission/write-attempt-file.ts'
import { answerTo } from '../../../../src/verdict/judge-question.ts'
import type { ByHand } from './by-hand.ts'

/** Types every line of a step at once, as somebody who pastes, and goes on when the step is done. Answers what the kernel said. */
export const pasting = (submission: Submission, patience = 30_000) =>
  learner({
    size: { rows: 40, columns: 120 },
    term: 'xterm',
    work: async (desk: LearnersDesk) => {
      for (const { id, lines } of submission.steps) {
        for (const { terminal = 1, text } of lines) {
          const keys = withPids(text, pidsFor(text, desk))
          ;(await desk.terminal(terminal)).press(`${keys.replaceAll('\n', '\r')}\r`)
        }
        const isDone = await Promise.race([desk.done(id).then(() => true), later(patience)])
        if (!isDone) return
        const answer = rightAnswer(id, desk)
        if (answer !== undefined) desk.answer(id, answer)
      }
    },
  })

/** The PIDs that a line speaks of. */
const pidsFor = (text: string, { resolver }: LearnersDesk) =>
  new Map(pidNamesIn(text).map(name => [name, resolver.process(name)?.pid ?? 0]))

function rightAnswer(id: string, { resolver, session }: LearnersDesk): string | undefined {
  const closed = resolver.closed().find(({ step }) => step.id === id)
  const question = closed?.step.question
  return question && answerTo(question, closed.evidence, machineRecord(session))
}

const later = (ms: number) => new Promise<false>(resolve => setTimeout(() => resolve(false), ms).unref())

/** The outcomes of an attempt, without those of questions, which nobody asks when it is performed again. */
export const withoutAnswers = ({ outcomes }: ByHand) =>
  Object.fromEntries(Object.entries(outcomes).filter(([id]) => !id.endsWith('/answer')))

/** The attempt file of an attempt that was made. */
export function attemptFileOf(lab: Lab, made: ByHand, learner?: string): string {
  const { evidence } = made
  const { hand } = evidence
  if (!hand) throw new Error('it has no record')
  return encodeAttemptFile({
    lab,
    digest: labDigest(lab, nodeRuntime.digest),
    ...(learner === undefined ? {} : { learner }),
    startedAt: evidence.startedAt,
    began: hand.looks[0]?.at ?? 0,
    record: hand,
    names: namedProcesses(lab, evidence.machine, hand),
    done: evidence.steps.map(({ id }) => id),
    seen: withoutAnswers(made),
  })
}
