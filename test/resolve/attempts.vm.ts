import t from 'tap'
import { openVm } from '../../src/machine/vm/vm.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { vmSettings } from '../machine/vm/settings.ts'
import { handAttemptNames, performHand } from './attempts.ts'

await useOwnCache(t)
const vm = await openVm(vmSettings(t))
t.teardown(() => vm.close())

for (const name of handAttemptNames)
  t.test(`${name}: what is recorded comes out right in a machine`, async t => {
    const { outcomes } = await performHand(name, vm)
    t.ok(Object.values(outcomes).length > 0)
    for (const [check, outcome] of Object.entries(outcomes)) t.equal(outcome, 'pass', check)
  })
