import type { MachineRecord, StepEvidence } from '../evidence/evidence.ts'
import type { HandLook, HandRecord } from '../evidence/hand.ts'
import type { Lab } from '../lab/lab.ts'
import { openResolver, type Resolver } from './resolver.ts'

/** The evidence of each step that was over or open at the last look, from the record of what was done by hand. */
export function resolveRecord(lab: Lab, machine: MachineRecord, hand: HandRecord): StepEvidence[] {
  const { looks, closed } = hand
  const resolver = openResolver(lab, machine, hand, { byStep: closed !== undefined })
  const ends = [...(closed ?? [])]
  for (const look of looks) {
    if (closed === undefined) {
      follow(resolver, look)
      continue
    }
    resolver.look(look)
    for (; ends[0] && ends[0].at <= look.at && ends[0].step === resolver.open()?.id; ends.shift())
      resolver.close()
  }
  const over = resolver.closed().map(({ evidence }) => evidence)
  const open = resolver.solution()
  return open ? [...over, open.evidence] : over
}

/** Takes a look at what somebody does who is not told when a step ends: it ends once it is done. */
export function follow(resolver: Resolver, look: HandLook): void {
  resolver.look(look)
  resolver.reopen()
  while (resolver.isDone()) resolver.close()
}
