import t from 'tap'
import type { Evidence } from '../../src/evidence/evidence.ts'
import type { Reason } from '../../src/evidence/reason.ts'
import { charged, givenUp, isBroken } from '../../src/grade/conclude.ts'
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

t.test('a kernel that panics in every machine is what the submission did', async t => {
  const panic = reason('kernel-panicked', {
    message:
      'the kernel of the virtual machine panicked; its console says:\n  Kernel panic - not syncing: sysrq',
  })
  const steps = [stepEvidence({ id: 'a', ended: panic })]
  const found = givenUp(endedBy(panic, steps), [panic, panic, panic])
  const ended = {
    kind: 'fail',
    code: 'kernel-panicked',
    message:
      'the kernel panicked in each of 3 machines; its console says:\n  Kernel panic - not syncing: sysrq',
  }
  t.same(found.ended, ended)
  t.same(found.steps[0]?.ended, ended)
})

t.test('anything else decides nothing, and the last reason is told', async t => {
  const lost = reason('vm-lost', { remedy: 'Run it again.' })
  const found = givenUp(endedBy(lost), [reason('kernel-panicked'), reason('kernel-panicked'), lost])
  t.same(found.ended, {
    kind: 'error',
    code: 'not-judged',
    message: 'not judged: the attempt broke down in each of 3 machines; at last, vm-lost happened',
    remedy: 'Run it again.',
  })
})
