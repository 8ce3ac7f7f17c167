import type { MachineRecord, StepEvidence } from '../evidence/evidence.ts'
import type { HandLook, HandMark, HandRecord } from '../evidence/hand.ts'
import type { Lab } from '../lab/lab.ts'
import { aliveIn, namesInSteps } from './assignment.ts'
import { openResolver, type Resolver } from './resolver.ts'

/** The evidence of each step that was over, or that a learner had open at the last look, from the record of what was done by hand. */
export function resolveRecord(lab: Lab, machine: MachineRecord, hand: HandRecord): StepEvidence[] {
  const resolver = resolverOf(lab, machine, hand)
  const over = resolver.closed().map(({ evidence }) => evidence)
  // If the actor says when a step ends, the one that broke off is neither done nor missed.
  const open = hand.closed === undefined ? resolver.solution() : undefined
  return (open ? [...over, open.evidence] : over).map(step => {
    const answer = hand.answers?.findLast(answer => answer.step === step.id)?.text
    return answer === undefined ? step : { ...step, answer }
  })
}

/** A process that a name stood for, from the first look that showed it (milliseconds on the agent's clock). */
export interface NamedProcess {
  readonly name: string
  readonly pid: number
  readonly from: number
}

/** The processes that names stood for in the end. */
export const namedProcesses = (lab: Lab, machine: MachineRecord, hand: HandRecord): NamedProcess[] =>
  namedSoFar(lab, resolverOf(lab, machine, hand), hand)

/** The processes that names stand for at the latest look. */
export function namedSoFar(
  { steps }: Lab,
  resolver: Pick<Resolver, 'process'>,
  { looks }: Pick<HandRecord, 'looks'>,
): NamedProcess[] {
  return namesInSteps(steps).flatMap(name => {
    const process = resolver.process(name)
    const first = process && looks.find(look => aliveIn(process, look))
    return process && first ? [{ name, pid: process.pid, from: first.at }] : []
  })
}

function resolverOf(lab: Lab, machine: MachineRecord, hand: HandRecord): Resolver {
  const { looks, closed } = hand
  const marks = [...(hand.marks ?? [])]
  const resolver = openResolver(lab, machine, hand, { byStep: closed !== undefined })
  const ends = [...(closed ?? [])]
  const closeUntil = (at: number) => {
    for (; ends[0] && ends[0].at < at && ends[0].step === resolver.open()?.id; ends.shift()) resolver.close()
  }
  for (const look of looks) {
    while (marks[0] && marks[0].at < look.at) markIn(resolver, marks.shift() as HandMark, look)
    if (closed === undefined) {
      follow(resolver, look)
      continue
    }
    // A look that was made after a step had ended is of the next one.
    closeUntil(look.at)
    resolver.look(look)
  }
  closeUntil(Number.POSITIVE_INFINITY)
  return resolver
}

/** Marks a process that a look shows; one that has ended means nothing. */
export function markIn(resolver: Resolver, { name, pid, start }: Omit<HandMark, 'at'>, look: HandLook): void {
  const process = look.processes.find(each => each.pid === pid && each.start === start)
  if (process) resolver.mark(name, process)
}

/** Takes a look at what somebody does who is not told when a step ends: it ends once it is done, and not only on the way to something else. */
export function follow(resolver: Resolver, look: HandLook): void {
  resolver.look(look)
  resolver.reopen()
  while (resolver.isDone() && resolver.isSettled()) resolver.close()
}
