import type { HandRecord } from '../evidence/hand.ts'
import type { Lab, Step } from '../lab/lab.ts'
import { terminalsOf } from '../plan/terminal.ts'
import { portraitsOf } from '../report/view/portrait.ts'
import { namesInSteps } from '../resolve/assignment.ts'
import type { Closed, Resolver } from '../resolve/resolver.ts'
import { pidNamesIn } from '../submission/pid-name.ts'
import type { Verdict } from '../verdict/verdict.ts'
import type { LabProgress } from './progress.ts'
import type { CheckView, QuestionView, StepState, StepView } from './task-view.ts'

/** What is known of an attempt that somebody is making. */
export interface Known {
  readonly lab: Lab
  readonly resolver: Pick<Resolver, 'open' | 'closed' | 'solution' | 'process'>
  readonly record: Pick<HandRecord, 'commands' | 'answers'>
  readonly progress: LabProgress
  /** The programs from the learner's shell down to a process: `unshare → bash`. */
  programs(pid: number): string
  /** What an answer to the question of a step that is done comes to. */
  answered(step: Step['id'], text: string): Verdict | undefined
  /** The reference commands of a step. */
  solution(step: Step['id']): readonly string[]
}

export function stepStates({ lab, resolver, progress }: Known): StepState[] {
  const done = resolver.closed().length
  return lab.steps.map(({ id }, index) => ({
    id,
    state:
      index < done ? (progress.steps[id]?.skipped ? 'skipped' : 'done') : index === done ? 'open' : 'ahead',
  }))
}

/** What is to be made true in a step. */
export const taskOf = ({ task, text }: Step): string => (task ?? text).trim()

/** The checks of the open step; of the last one once all are over. */
export function openChecks({ lab, resolver }: Known): CheckView[] {
  const closed = resolver.closed()
  const open = resolver.open()
  return open
    ? checksOf(open, undefined, resolver)
    : checksOf(lab.steps.at(-1) as Step, closed.at(-1), resolver)
}

/** A step as the task screen shows it, by its index. */
export function stepView(index: number, known: Known): StepView {
  const { lab, resolver, record, progress } = known
  const step = lab.steps[index] as Step
  const closed = resolver.closed()[index]
  const { state } = stepStates(known)[index] as StepState
  const terminal = terminalsOf(lab).get(step.id) ?? 1
  const { hints = 0, solution } = progress.steps[step.id] ?? {}
  const question = closed && questionView(closed, known)
  return {
    id: step.id,
    state,
    number: index + 1,
    text: step.text,
    task: taskOf(step),
    ...(terminal > 1 && { terminal }),
    checks: checksOf(step, closed, resolver),
    ...(question && { question }),
    who: state === 'ahead' ? [] : whoIsWho(step, known),
    hints: step.hints.slice(0, hints),
    hintsLeft: Math.max(0, step.hints.length - hints),
    ...((closed || solution) && { solution: known.solution(step.id) }),
    ...(closed && {
      did: record.commands.filter(command => command.step === step.id).map(({ line }) => line),
      portraits: closed.evidence.samples.filter(({ moment }) => moment === 'end').flatMap(portraitsOf),
    }),
  }
}

function checksOf(
  { question, ...step }: Step,
  closed: Closed | undefined,
  resolver: Known['resolver'],
): CheckView[] {
  const isOpen = resolver.open()?.id === step.id
  const verdicts = closed?.verdicts ?? (isOpen ? (resolver.solution()?.verdicts ?? []) : [])
  return verdicts
    .filter(({ check }) => check !== question?.id)
    .map(verdict => ({ state: stateOf(verdict, closed !== undefined), verdict }))
}

function stateOf({ outcome }: Verdict, isDone: boolean): CheckView['state'] {
  if (outcome === 'pass') return isDone ? 'done' : 'holds'
  return outcome === 'fail' || outcome === 'skipped' ? 'open' : 'unjudged'
}

/** Names the processes that the step's checks speak of, and those whose PIDs its commands need. */
function whoIsWho(step: Step, { resolver, programs }: Known): string[] {
  return [...new Set([...namesInSteps([step]), ...pidNamesIn(step.run)])].map(name => {
    const process = resolver.process(name)
    if (!process) return `no process could be ${name} yet`
    const chain = programs(process.pid)
    return `${name} is ${process.pid}${chain === '' ? '' : `: ${chain}`}`
  })
}

function questionView({ step }: Closed, { record, answered }: Known): QuestionView | undefined {
  if (!step.question) return undefined
  const given = record.answers?.findLast(answer => answer.step === step.id)
  const verdict = given && answered(step.id, given.text)
  const { ask } = step.question
  if (!given || !verdict) return { ask }
  return { ask, answer: { text: given.text, ...answerView(verdict) } }
}

/** What an answer comes to. */
export const answerView = ({ outcome, facts, reason }: Verdict) => ({
  isRight: outcome === 'pass',
  message: facts[0]?.message ?? reason?.message ?? '',
})
