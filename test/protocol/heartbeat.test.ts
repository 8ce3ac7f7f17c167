import t from 'tap'
import type { Problem } from '../../src/problem.ts'
import { type AgentClient, CallFailed } from '../../src/protocol/client.ts'
import { heartbeatOf } from '../../src/protocol/heartbeat.ts'
import { sleep } from '../../src/runtime/runtime.ts'
import { type VirtualTime, virtualTime } from '../attempt/recorded/virtual-time.ts'

interface Watching {
  readonly responds?: (at: number) => Promise<void>
  readonly time?: VirtualTime
  readonly waits?: 'usual' | 'person'
  /** How long it is watched. */
  readonly ms?: number
}

/** An agent that answers pings except in these spans of time, and what came of it after a minute or another time. */
async function watched(
  isSilent: (at: number) => boolean,
  { responds, time = virtualTime(), waits, ms = 60_000 }: Watching = {},
) {
  let heard = 1
  let lost: { code: string; at: number } | undefined
  let tellLost: (problem: Problem) => void = () => undefined
  const client = {
    heard: () => heard,
    lost: new Promise<Problem>(resolve => {
      tellLost = resolve
    }),
    lose(problem: Problem) {
      lost ??= { code: problem.code, at: time.now() }
      tellLost(problem)
    },
    async call() {
      while (isSilent(time.now())) await sleep(time, 50)
      heard++
      return null
    },
  } as unknown as AgentClient
  const heartbeat = heartbeatOf(time, responds && (() => responds(time.now())), waits)
  heartbeat.watch(client)
  await time.run(sleep(time, ms))
  heartbeat.stop()
  return lost
}

/** An agent of which nothing is heard but what comes of a call, and the problem with which it was given up. */
function mute(call: () => Promise<unknown>) {
  let problem: Problem | undefined
  const client = {
    heard: () => 1,
    lost: new Promise(() => undefined),
    lose: (given: Problem) => {
      problem ??= given
    },
    call,
  } as unknown as AgentClient
  return { client, problem: () => problem }
}

t.test('an agent that answers, even late, is left alone', async t => {
  t.equal(await watched(() => false), undefined)
  t.equal(await watched(at => at % 8_000 > 2_500), undefined, 'silent for five seconds again and again')
})

t.test('where a person is at work, an agent has a minute', async t => {
  const options = { waits: 'person', ms: 120_000 } as const
  t.equal(await watched(at => at > 1_000 && at < 50_000, options), undefined)
  const { at = 0 } = (await watched(at => at > 1_000, options)) ?? {}
  t.ok(at > 60_000 && at < 65_000, `after ${at} ms`)
})

t.test('an agent that says nothing any more is given up within ten seconds, whenever it begins', async t => {
  for (let from = 0; from < 3_000; from += 170) {
    const lost = await watched(at => at > from)
    t.match(lost, { code: 'agent-silent' })
    const ms = (lost?.at ?? 0) - from
    t.ok(ms > 5_000 && ms < 9_000, `after ${ms} ms`)
  }
})

t.test('an agent without a starter is given up at once', async t => {
  const time = virtualTime()
  const { client, problem } = mute(async () => {
    throw new CallFailed('ping', { errno: 'ECHILD', message: 'it has ended' })
  })
  const heartbeat = heartbeatOf(time)
  heartbeat.watch(client)
  await time.run(sleep(time, 1_500))
  heartbeat.stop()
  t.match(problem(), { code: 'agent-impaired', kind: 'machine', message: /it has ended/ })
})

/** A machine that is stopped in this span of time. */
const stoppedIn = (from: number, to: number, time: VirtualTime) => async (at: number) => {
  if (at >= from && at < to) await sleep(time, to - at)
}

t.test('while the machine is stopped, its agent owes no answer', async t => {
  const time = virtualTime()
  t.equal(
    await watched(at => at > 10_000 && at < 40_500, { responds: stoppedIn(10_000, 40_000, time), time }),
    undefined,
  )
})

t.test('a machine that is stopped for more than five minutes is an error', async t => {
  const time = virtualTime()
  const { client, problem } = mute(() => new Promise(() => undefined))
  const heartbeat = heartbeatOf(time, () => new Promise(() => undefined))
  heartbeat.watch(client)
  await time.run(sleep(time, 299_000))
  t.equal(problem(), undefined)
  await time.run(sleep(time, 5_000))
  heartbeat.stop()
  t.match(problem(), { code: 'machine-silent', kind: 'machine' })
})

t.test('a deadline is later by the time in which the machine was stopped', async t => {
  for (const [from, to, expected] of [
    [2_000, 32_000, 40_000],
    [9_900, 39_900, 40_000],
    [20_000, 50_000, 10_000],
  ] as const) {
    const time = virtualTime()
    const heartbeat = heartbeatOf(time, () => stoppedIn(from, to, time)(time.now()))
    const client = {
      heard: () => Math.floor(time.now()),
      lost: new Promise(() => undefined),
      call: async () => null,
    } as unknown as AgentClient
    heartbeat.watch(client)
    let at: number | undefined
    heartbeat.after(10_000, () => {
      at = time.now()
    })
    const cancel = heartbeat.after(10_000, () => t.fail('it was cancelled'))
    await time.run(sleep(time, 5_000))
    cancel()
    await time.run(sleep(time, 60_000))
    heartbeat.stop()
    t.ok(at !== undefined && Math.abs(at - expected) <= 2_000, `stopped from ${from} to ${to}: at ${at}`)
  }
})

t.test('a deadline is later by the time in which this process was stopped', async t => {
  const clock = steppedClock()
  const heartbeat = heartbeatOf(clock)
  heartbeat.watch({ heard: () => 0, lost: new Promise(() => undefined) } as unknown as AgentClient)
  let at: number | undefined
  heartbeat.after(10_000, () => {
    at = clock.now()
  })
  for (let step = 0; step < 50; step++) await clock.step(100)
  await clock.step(60_000)
  t.equal(at, undefined, 'its time was up while nothing could be done')
  for (let step = 0; step < 60; step++) await clock.step(100)
  heartbeat.stop()
  t.ok(at !== undefined && at > 68_000 && at < 71_000, `at ${at}`)
})

/** A clock that is moved by hand, and calls what is due then, however late. */
function steppedClock() {
  let now = 0
  const planned = new Set<{ at: number; call: () => void }>()
  return {
    now: () => now,
    date: () => now,
    after: (ms: number, call: () => void) => {
      const one = { at: now + ms, call }
      planned.add(one)
      return () => void planned.delete(one)
    },
    async step(ms: number) {
      now += ms
      for (const one of [...planned].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)) {
        if (planned.delete(one)) one.call()
        await new Promise(resolve => setImmediate(resolve))
      }
    },
  }
}

t.test('its clock stands still while the machine does, or this process with it', async t => {
  const time = virtualTime()
  const heartbeat = heartbeatOf(time, () => stoppedIn(5_000, 65_000, time)(time.now()))
  heartbeat.watch(mute(async () => null).client)
  const began = heartbeat.now()
  await time.run(sleep(time, 70_000))
  heartbeat.stop()
  const seconds = Math.round((heartbeat.now() - began) / 1000)
  t.ok(seconds >= 9 && seconds <= 12, `${seconds} of 70 s count`)
})
