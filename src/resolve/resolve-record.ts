import type { MachineRecord, StepEvidence } from '../evidence/evidence.ts'
import type { HandLook, HandRecord } from '../evidence/hand.ts'
import type { Lab } from '../lab/lab.ts'
import { aliveIn, namesIn } from './assignment.ts'
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
export function namedProcesses(lab: Lab, machine: MachineRecord, hand: HandRecord): NamedProcess[] {
  const resolver = resolverOf(lab, machine, hand)
  const names = new Set(lab.steps.flatMap(({ expect }) => expect.flatMap(namesIn)))
  return [...names].flatMap(name => {
    const process = resolver.process(name)
    const first = process && hand.looks.find(look => aliveIn(process, look))
    return process && first ? [{ name, pid: process.pid, from: first.at }] : []
  })
}

function resolverOf(lab: Lab, machine: MachineRecord, hand: HandRecord): Resolver {
  const { looks, closed } = hand
  const resolver = openResolver(lab, machine, hand, { byStep: closed !== undefined })
  const ends = [...(closed ?? [])]
  const closeUntil = (at: number) => {
    for (; ends[0] && ends[0].at < at && ends[0].step === resolver.open()?.id; ends.shift()) resolver.close()
  }
  for (const look of looks) {
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

/** Takes a look at what somebody does who is not told when a step ends: it ends once it is done. */
export function follow(resolver: Resolver, look: HandLook): void {
  resolver.look(look)
  resolver.reopen()
  while (resolver.isDone()) resolver.close()
}
