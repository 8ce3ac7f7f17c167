import t from 'tap'
import { capabilities, capabilityNames } from '../../src/kernel/capability.ts'
import { parseStatus } from '../../src/kernel/status.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('the mask of root on this kernel is the whole table', async t => {
  t.equal(capabilities.length, 41)
  t.same(capabilityNames(parseStatus(recorded('host/status')).capabilities.effective), capabilities)
})

t.test('setpriv left exactly two', async t => {
  t.same(capabilityNames(parseStatus(recorded('proc/status-odd')).capabilities.effective), [
    'CAP_CHOWN',
    'CAP_KILL',
  ])
})

t.test('a bit newer than the table is named by its number', async t => {
  t.same(capabilityNames('0000020000000000'), ['CAP_41'])
  t.same(capabilityNames('0000000000000000'), [])
})

t.test('anything but a mask is unreadable', async t => {
  t.throws(() => capabilityNames('xyz'), Unreadable)
})
