import t from 'tap'
import type { Meant } from '../../src/attempt/actor/process.ts'
import { observe } from '../../src/attempt/observer/observe.ts'
import type { Exit, StepEvidence } from '../../src/evidence/evidence.ts'
import type { Check, Lab, Step } from '../../src/lab/lab.ts'
import type { BoundSource } from '../../src/protocol/message.ts'
import { judgeStep } from '../../src/verdict/judge.ts'
import { aCgroup, aWalk } from '../live/a-walk.ts'
import { standingProcess } from './standing-process.ts'

const at = { file: 'x.yaml', line: 1, column: 1 }
const check: Check = {
  id: 'a/1',
  subject: { kind: 'process', select: { name: 'box' } },
  facts: { exists: { text: 'false', match: 'equal', value: false } },
  when: { kind: 'now' },
  depends: [],
  points: 1,
  at,
}

/** Looks while, each time that it is asked who is meant, the next of these is so. */
async function looked(before: Meant, then: (Meant | { ended: Exit })[], moment: 'end' | 'during' = 'end') {
  const box = standingProcess('box-1', 5, before)
  const asked: boolean[] = []
  const looks: string[][] = []
  const sample = await observe([check], moment, {
    cgroup: '/sys/fs/cgroup',
    host: 1,
    processes: new Map([['box', box]]),
    now: () => 7,
    async settle(names, patient) {
      t.same([...names], ['box'])
      asked.push(patient)
      const next = then.shift()
      if (next && 'ended' in next) box.ended = next.ended
      else if (next) box.meant = next
    },
    async look(sources: BoundSource[]) {
      looks.push(sources.map(source => ('path' in source ? source.path : '')))
      return sources.map(() => ({ text: 'x' }))
    },
  })
  return { sample, asked, looks, bound: sample.bindings['process box'] }
}

t.test('who is meant is asked at every look, and once where that has not changed', async t => {
  const { bound, looks } = await looked({ pid: 9 }, [])
  t.same(bound, { pid: 9, cgroup: '/sys/fs/cgroup' })
  t.equal(looks.length, 1)
})

t.test('where another process is meant by now, that one is looked at', async t => {
  const { bound, looks } = await looked({ pid: 5 }, [{ pid: 9, taken: 'sleep 9' }])
  t.same(bound, { pid: 9, taken: 'sleep 9', cgroup: '/sys/fs/cgroup' })
  t.equal(looks.length, 2)
  t.ok(looks[1]?.includes('/proc/9/status'))
  t.notOk(looks[1]?.includes('/proc/5/status'))
})

t.test('what has ended meanwhile has ended', async t => {
  const { bound } = await looked({ pid: 9 }, [{ ended: { code: 0, signal: null } }])
  t.same(bound, { missing: 'box has ended (exit code 0)' })
})

const waiting = { errno: 'ETIMEDOUT', message: 'after 5000 ms nice (pid 5) had not become sleep 9' }

t.test('a wrapper that is not done yet is never looked at, and nothing is judged of it', async t => {
  const { sample, bound } = await looked({ pid: 5 }, [waiting])
  t.same(bound, { refused: { source: 'the process that box names', ...waiting } })
  const step = { id: 'a', expect: [check] } as unknown as Step
  const evidence = { samples: [sample], exits: {} } as unknown as StepEvidence
  const context = { lab: { id: 'x' } as Lab, machine: {} as never, earlier: new Map() }
  t.match(judgeStep(step, evidence, context), [{ outcome: 'error', reason: { code: 'refused' } }])
})

t.test('only a look while the step goes on does not wait for it', async t => {
  t.same((await looked({ pid: 5 }, [], 'during')).asked, [false])
  t.same((await looked({ pid: 5 }, [])).asked, [true])
})

t.test('a process that is still starting is looked at once, wherever its wrappers have got to', async t => {
  const stages = ['sudo', 'unshare', 'sh', 'bash', 'nice'].map(name => ({
    pending: `${name} (pid 5) had not become it`,
  }))
  const { looks, sample } = await looked({ pending: 'it was still starting' }, stages, 'during')
  t.equal(looks.length, 1)
  t.match(sample.bindings['process box'], { missing: /^there is no process box yet/ })
})

t.test('a process that changes all the time is looked at a few times', async t => {
  const { looks } = await looked(
    { pid: 5 },
    Array.from({ length: 20 }, (_, pid) => ({ pid })),
  )
  t.equal(looks.length, 5)
})

t.test('a verdict names the process that was taken where its line does not tell', async t => {
  const { sample } = await looked({ pid: 5 }, [{ pid: 9, taken: 'sleep 9' }])
  const step = { id: 'a', expect: [check] } as unknown as Step
  const evidence = { samples: [sample], exits: {} } as unknown as StepEvidence
  const context = { lab: { id: 'x' } as Lab, machine: {} as never, earlier: new Map() }
  t.match(judgeStep(step, evidence, context), [{ subject: 'process box (sleep 9)' }])
})

t.test('a contradiction that was not there at each look is left open', async t => {
  const limit = { text: '4096', match: 'equal', value: 4096 } as const
  const asked: Check = {
    ...check,
    subject: { kind: 'cgroup', path: 'g' },
    facts: { 'memory.max': limit, 'memory.high': limit },
  }
  const walk = aWalk([], [aCgroup('/g', { 'memory.max': '4096', 'memory.high': '4096' })])
  const texts: Record<string, string[]> = {
    'memory.max': ['1', '1', '1', '1', '1'],
    'memory.high': ['1', '4096', '1', '1', '1'],
  }
  const textOf = (source: BoundSource) =>
    texts['path' in source ? source.path.replace(/.*\//, '') : '']?.shift() ?? 'memory'
  const { outside } = await observe([asked], 'end', {
    ...{ cgroup: '/sys/fs/cgroup', host: 1, processes: new Map(), now: () => 7 },
    settle: async () => undefined,
    look: async sources => sources.map(source => ({ text: `${textOf(source)}\n` })),
    memory: {
      alone: false,
      walk: async () => walk,
      repeats: () => undefined,
      observation: () => ({ from: 'inside' }),
    },
  })
  t.match(outside, [
    { source: /exists/, value: true },
    { source: /memory.max/, value: 4096 },
    { source: /memory.high/, torn: /some looks/ },
  ])
})
