import t from 'tap'
import type { Evidence } from '../../src/evidence/evidence.ts'
import type { Reason } from '../../src/evidence/reason.ts'
import { type Breakdown, breakdownOf, charged, givenUp, isBroken } from '../../src/grade/conclude.ts'
import { evidence, stepEvidence } from '../verdict/recorded.ts'

const reason = (code: string, rest: Partial<Reason> = {}): Reason => ({
  kind: 'error',
  code,
  message: `${code} happened`,
  ...rest,
})
const endedBy = (ended: Reason | undefined, steps = [stepEvidence({ id: 'a' })]): Evidence =>
  evidence(steps, ended ? { ended } : {})

t.test('an attempt breaks down for what is neither its own doing nor a wish of the caller', async t => {
  for (const code of ['vm-lost', 'kernel-panicked', 'too-slow', 'agent-silent', 'channel-lost'])
    t.ok(isBroken(endedBy(reason(code))), code)
  for (const code of ['step-timeout', 'line-timeout', 'lab-timeout', 'interrupted', 'full-screen'])
    t.notOk(isBroken(endedBy(reason(code))), code)
  t.notOk(isBroken(endedBy(undefined)))
  t.notOk(
    isBroken(endedBy(reason('needs-missing', { kind: 'unsupported' }))),
    'what is missing here stays so',
  )
})

t.test('a time-out is what the submission did, of a step too', async t => {
  const late = reason('step-timeout')
  const other = reason('unknown')
  const steps = [stepEvidence({ id: 'a', ended: late }), stepEvidence({ id: 'b', ended: other })]
  const found = charged(endedBy(reason('lab-timeout'), steps))
  t.match(found, { ended: { kind: 'fail', code: 'lab-timeout' } })
  t.match(found.steps, [{ ended: { kind: 'fail', code: 'step-timeout' } }, { ended: other }])
  const passed = endedBy(undefined)
  t.same(charged(passed), passed)
})

const broken = (code: string, line?: string, rest: Partial<Reason> = {}): Breakdown => ({
  reason: reason(code, rest),
  ...(line !== undefined && { line }),
})
const fresh = { disposable: true }
const concluded = (breakdowns: readonly Breakdown[], machine = fresh) =>
  givenUp(endedBy(breakdowns.at(-1)?.reason), breakdowns, machine).ended

t.test('a kernel that panics in every machine is what the submission did', async t => {
  const message =
    'the kernel of the virtual machine panicked; its console says:\n  Kernel panic - not syncing: sysrq'
  const panic = broken('kernel-panicked', 'echo c > /proc/sysrq-trigger', { message })
  const steps = [stepEvidence({ id: 'a', ended: panic.reason })]
  const found = givenUp(endedBy(panic.reason, steps), [panic, panic, panic], fresh)
  const ended = {
    kind: 'fail',
    code: 'kernel-panicked',
    message:
      'the kernel panicked in each of 3 machines, each time at `echo c > /proc/sysrq-trigger`\n  Kernel panic - not syncing: sysrq',
  }
  t.same(found.ended, ended)
  t.same(found.steps[0]?.ended, ended)
  const elsewhere = { ...panic, line: 'sleep 1' }
  t.match(concluded([panic, panic, elsewhere]), {
    kind: 'fail',
    message: /^the kernel panicked in each of 3 machines, at last at `sleep 1`\n/,
  })
})

t.test('so is any other way to lose each machine at the same line', async t => {
  const line = 'kill -9 -1'
  t.match(concluded(['guest-reset', 'guest-reset', 'guest-reset'].map(code => broken(code, line))), {
    kind: 'fail',
    code: 'guest-reset',
    message: 'the machine was rebooted in each of 3 machines, each time at `kill -9 -1`',
  })
  t.match(concluded(['agent-silent', 'kernel-panicked', 'channel-lost'].map(code => broken(code, line))), {
    kind: 'fail',
    message: 'the machine was lost in each of 3 machines, each time at `kill -9 -1`',
  })
  const call = { call: 'start', message: 'fork: EAGAIN', errno: 'EAGAIN' }
  const refused = broken('EAGAIN', line, { call })
  t.match(concluded([refused, refused, refused]), {
    kind: 'fail',
    message: 'the agent could no longer do its work in each of 3 machines, each time at `kill -9 -1`',
  })
})

t.test('anything else decides nothing, and the last reason is told', async t => {
  const lost = broken('vm-lost', 'true', { remedy: 'Run it again.' })
  t.same(concluded([broken('kernel-panicked', 'true'), broken('kernel-panicked', 'true'), lost]), {
    kind: 'error',
    code: 'not-judged',
    message: 'not judged: the attempt broke down in each of 3 machines; at last, at `true`, vm-lost happened',
    remedy: 'Run it again.',
  })
  for (const breakdowns of [
    [lost, lost, lost],
    ['a', 'a', 'b'].map(line => broken('agent-silent', line)),
    [broken('too-slow', 'a'), broken('agent-silent', 'a'), broken('agent-silent', 'a')],
    [broken('kernel-panicked'), broken('kernel-panicked', 'a'), broken('kernel-panicked', 'a')],
    [broken('EAGAIN', 'a'), broken('EAGAIN', 'a'), broken('EAGAIN', 'a')],
  ])
    t.match(concluded(breakdowns), { kind: 'error', code: 'not-judged' }, JSON.stringify(breakdowns))
  const silent = broken('agent-silent', 'a')
  const kept = { disposable: false }
  t.match(concluded([silent, silent, silent], kept), { code: 'not-judged' }, 'the same machine three times')
})

t.test('the line that was typed last is known from the record', async t => {
  const ended = reason('vm-lost')
  t.same(breakdownOf(endedBy(ended)), { reason: ended })
  const commands = ['a', 'b'].map(line => ({ terminal: 1, step: 'a', line, startedAt: 0, output: '' }))
  const hand = { host: 1, commands, looks: [] }
  t.same(breakdownOf({ ...endedBy(ended), hand }), { reason: ended, line: 'b' })
})
