import type { HandRecord } from '../../../evidence/hand.ts'
import type { Lab, Step } from '../../../lab/lab.ts'
import { follow } from '../../../resolve/resolve-record.ts'
import type { Resolver } from '../../../resolve/resolver.ts'
import { missingNeeds } from '../../need.ts'
import type { Session } from '../../session.ts'
import type { Actor } from '../actor.ts'
import { type Desk, type DeskOptions, openDesk } from './desk.ts'
import { lookingMeanwhile } from './look-meanwhile.ts'

/** Somebody at the terminals of a machine. */
export interface Person
  extends Pick<
    DeskOptions,
    'size' | 'term' | 'promptFirst' | 'show' | 'asked' | 'abovePrompt' | 'begun' | 'beforeEnter'
  > {
  /** Works until the lab is done or given up. */
  work(desk: LearnersDesk): Promise<void>
  /** Called after each look. */
  seen?(resolver: Resolver): void
}

/** A desk of somebody who is not told when a step ends. */
export interface LearnersDesk
  extends Pick<Desk, 'terminal' | 'look' | 'answer' | 'mark' | 'programs' | 'resize'> {
  readonly resolver: Pick<Resolver, 'open' | 'closed' | 'solution' | 'process' | 'answered'>
  readonly record: HandRecord
  /** The lab on this machine: with its cgroups' paths. */
  readonly lab: Lab
  readonly session: Session
  /** Resolves once this step, or every step, is done. */
  done(step?: Step['id']): Promise<void>
}

/** Lets a person do a lab. Their steps are judged and reported from the record, as soon as the attempt has ended. */
export const learner = (person: Person): Actor => ({
  untimed: true,
  findsNeeds: true,
  async perform({ lab }, session, stage) {
    const waiting = new Set<() => void>()
    const { size, term, promptFirst, show, asked, abovePrompt, begun, beforeEnter } = person
    const desk = await openDesk(lab, session, {
      size,
      history: true,
      ...(term !== undefined && { term }),
      ...(promptFirst && { promptFirst }),
      ...(show && { show }),
      ...(asked && { asked }),
      ...(abovePrompt && { abovePrompt }),
      ...(begun && { begun }),
      ...(beforeEnter && { beforeEnter }),
      seen: (resolver, look) => {
        follow(resolver, look)
        person.seen?.(resolver)
        for (const wake of waiting) wake()
      },
      // The looks that are waited for tell that the machine is lost.
      ended: () => void desk.look().catch(() => undefined),
    })
    stage.keep(desk.record)
    const { resolver } = desk
    const isDone = (step?: string) =>
      step === undefined ? !resolver.open() : resolver.closed().some(each => each.step.id === step)
    const done = (step?: Step['id']) =>
      new Promise<void>(resolve => {
        const wake = () => {
          if (!isDone(step)) return
          waiting.delete(wake)
          resolve()
        }
        waiting.add(wake)
        wake()
      })
    const unmet = async () => {
      await desk.opened
      return (await missingNeeds(lab.needs, session.hello, session)) ?? new Promise<never>(() => undefined)
    }
    const work = person.work({ ...desk, done, lab, session }).then(() => undefined)
    try {
      const missing = await Promise.race([lookingMeanwhile(work, desk, session), unmet()])
      if (missing) return missing
      await desk.look()
    } finally {
      await desk.close()
    }
    return undefined
  },
})
