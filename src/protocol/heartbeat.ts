import type { Clock } from '../runtime/runtime.ts'
import { type AgentClient, CallFailed } from './client.ts'
import { agentProblem } from './problem.ts'

/** Milliseconds between two pings. */
const interval = 1_000

/**
 * Milliseconds without a message after which the agent is given up. A busy agent answers a ping in a fraction of that (decisions/030).
 * Where a person waits, nothing is gained by a quick end, and much is lost: the machine may share a busy host with others.
 */
const patience = { usual: 7_000, person: 60_000 }

/** Milliseconds of silence from the machine, or of a jump of this process's clock, that count as a stop. */
const hiccup = 1_000

/** Milliseconds for which a machine may be stopped. */
const longestStop = 300_000

/** Monitors whether machine and agent are running. Its clock stands still while the machine or this process is stopped: for deadlines. */
export interface Heartbeat extends Pick<Clock, 'now' | 'after'> {
  /**
   * Pings the agent every second and gives it up if it falls silent: an agent that was stopped, frozen or replaced is an error,
   * never a learner's wrong answer. Starts at the agent's first message, since the agent may be starting until then.
   */
  watch(client: AgentClient): void
  stop(): void
}

/** `responds` resolves once the machine responds; without it, the machine is assumed never to stop. `waits`: who waits for the agent. */
export function heartbeatOf(
  clock: Clock,
  responds: () => Promise<void> = async () => undefined,
  waits: keyof typeof patience = 'usual',
): Heartbeat {
  const rests = restsOf(clock)
  /** Total milliseconds for which the machine or this process was stopped. */
  let stopped = 0
  let last = clock.now()
  let shown = last
  let looking: Promise<boolean> | undefined

  /** Waits while the machine is stopped; false if that lasts too long. */
  function untilItRuns(): Promise<boolean> {
    looking ??= lookAtMachine().finally(() => {
      looking = undefined
    })
    return looking
  }
  async function lookAtMachine(): Promise<boolean> {
    const now = clock.now()
    if (now - last > interval + hiccup) stopped += now - last - interval
    const late = rests.rest(longestStop)
    const sign = responds().then(isTrue, isTrue)
    const isBack = await Promise.race([sign, late.ended])
    late.wake()
    last = clock.now()
    if (last - now > hiccup) stopped += last - now
    return isBack
  }

  async function watch(client: AgentClient): Promise<void> {
    let [heard, silent, isAsked] = [0, 0, false]
    const ping = async () => {
      isAsked = true
      const answer = client.call('ping', {})
      const refused = await answer.catch(error => (error instanceof CallFailed ? error.error : undefined))
      if (refused) client.lose(agentProblem('agent-impaired', { said: refused.message }))
      isAsked = false
    }
    client.lost.then(rests.end)
    for (let isOver = false; !isOver; ) {
      if (!isAsked && heard > 0) ping()
      isOver = await rests.rest(interval).ended
      if (isOver) return
      const before = { heard, stopped }
      heard = client.heard()
      if (!(await untilItRuns()))
        client.lose(agentProblem('machine-silent', { minutes: longestStop / 60_000 }))
      const isSilent = heard > 0 && heard === before.heard && stopped === before.stopped
      silent = isSilent ? silent + interval : 0
      if (silent >= patience[waits])
        client.lose(agentProblem('agent-silent', { seconds: patience[waits] / 1000 }))
    }
  }

  function after(ms: number, call: () => void): () => void {
    const began = { stopped, now: clock.now() }
    let isCancelled = false
    let cancel = clock.after(ms, async () => {
      await untilItRuns()
      if (isCancelled) return
      const left = ms + (stopped - began.stopped) - (clock.now() - began.now)
      if (stopped > began.stopped && left > 0) cancel = after(left, call)
      else call()
    })
    return () => {
      isCancelled = true
      cancel()
    }
  }

  /** A stop is noticed only after it has ended; until then the clock has run too far, and waits. */
  function now(): number {
    shown = Math.max(shown, clock.now() - stopped)
    return shown
  }

  return { now, after, watch: client => void watch(client), stop: rests.end }
}

const isTrue = () => true

/** Timers that can all be ended at once. `ended` resolves when the time is up; to true if they were ended first. */
function restsOf({ after }: Pick<Clock, 'after'>) {
  const wakes = new Set<() => void>()
  let isOver = false
  return {
    rest(ms: number): { readonly ended: Promise<boolean>; wake(): void } {
      let wake: () => void = () => undefined
      const ended = new Promise<boolean>(resolve => {
        const cancel = after(ms, () => wake())
        wake = () => {
          cancel()
          wakes.delete(wake)
          resolve(isOver)
        }
      })
      wakes.add(wake)
      if (isOver) wake()
      return { ended, wake }
    },
    end() {
      isOver = true
      for (const wake of wakes) wake()
    },
  }
}
