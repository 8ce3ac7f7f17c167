import type { Actor } from '../../../../src/attempt/actor/actor.ts'
import { submitted } from '../../../../src/attempt/actor/hand/submission.ts'
import { newAttempt } from '../../../../src/attempt/attempt.ts'
import type { RunEvent } from '../../../../src/attempt/event.ts'
import { rejudge } from '../../../../src/attempt/rejudge.ts'
import { runAttempt } from '../../../../src/attempt/run-attempt.ts'
import type { Evidence } from '../../../../src/evidence/evidence.ts'
import type { Lab } from '../../../../src/lab/lab.ts'
import { parseLab } from '../../../../src/lab/parse-lab.ts'
import type { Machine } from '../../../../src/machine/machine.ts'
import { nodeRuntime } from '../../../../src/runtime/node.ts'
import type { Outcome, Verdict } from '../../../../src/verdict/verdict.ts'

/** What came of an attempt by hand. */
export interface ByHand {
  readonly evidence: Evidence
  readonly verdicts: readonly Verdict[]
  readonly events: readonly RunEvent[]
  /** By the ID of the check. */
  readonly outcomes: Readonly<Record<string, Outcome>>
  /** The outcomes when the evidence alone is judged. */
  readonly again: Readonly<Record<string, Outcome>>
}

/** A lab of these steps, whose own commands are of no account. JSON is YAML. */
export function labOf(given: readonly object[], more: object = {}): Lab {
  const steps = given.map(step => ({ text: 'Something to do.', run: 'true', ...step }))
  const text = JSON.stringify({ title: 'By hand', ...more, steps })
  const read = parseLab(text, { file: 'by-hand.yaml', id: 'by-hand', seed: 'test' }, nodeRuntime)
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return read.lab
}

export async function attempted(lab: Lab, actor: Actor, machine: Machine): Promise<ByHand> {
  const events: RunEvent[] = []
  const never = new AbortController().signal
  const evidence = await runAttempt(
    newAttempt(lab),
    machine,
    nodeRuntime,
    event => events.push(event),
    never,
    {
      actor,
    },
  )
  const verdicts = verdictsIn(events)
  const again: RunEvent[] = []
  const summary = { labs: [lab], attempts: { [lab.id]: 1 }, seed: lab.seed, machine: machine.name }
  await rejudge(summary, [{ lab, evidence }], nodeRuntime, event => again.push(event))
  return { evidence, verdicts, events, outcomes: outcomesOf(verdicts), again: outcomesOf(verdictsIn(again)) }
}

/** Lines handed in for each step, by its ID; `@2 ` before a line names a terminal. */
export const typing = (steps: Readonly<Record<string, readonly string[]>>): Actor =>
  submitted(() => ({
    steps: Object.entries(steps).map(([id, lines]) => ({
      id,
      at: '1',
      lines: lines.map((line, index) => {
        const [, number, text = line] = /^@(\d) (.*)$/s.exec(line) ?? []
        return { text, at: String(index + 1), ...(number !== undefined && { terminal: Number(number) }) }
      }),
    })),
  }))

const verdictsIn = (events: readonly RunEvent[]) =>
  events.flatMap(event => (event.type === 'verdict' ? [event.verdict] : []))

const outcomesOf = (verdicts: readonly Verdict[]) =>
  Object.fromEntries(verdicts.map(({ check, outcome }) => [check, outcome]))
