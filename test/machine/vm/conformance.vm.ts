import t from 'tap'
import { openVm } from '../../../src/machine/vm/vm.ts'
import { conformance } from '../conformance/conformance.ts'
import { tapTester } from '../conformance/tester.ts'
import { useOwnCache } from './own-cache.ts'
import { vmSettings } from './settings.ts'

// The first run builds the image and the template, which takes minutes.
t.setTimeout(900_000)

await useOwnCache(t)
const vm = await openVm(vmSettings(t))
t.teardown(() => vm.close())

t.test('the virtual machine does what each machine must', async t => {
  // The whole machine goes with its connection; vm.vm.ts sees to it that QEMU does.
  const conditions = { slowness: vm.slowness, renews: true, remains: async () => [] }
  await conformance(tapTester(t), () => vm.open(), conditions)
})
