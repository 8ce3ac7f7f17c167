import t from 'tap'
import { openVm } from '../../../src/machine/vm/vm.ts'
import { conformance } from '../conformance/conformance.ts'
import { tapTester } from '../conformance/tester.ts'

// The first run builds the image and the template, which takes minutes.
t.setTimeout(900_000)

const vm = await openVm({
  env: process.env,
  recipe: 'scripts/image',
  agent: 'dist/agent.cjs',
  progress: ({ task, detail = 'done' }) => t.comment(`${task}: ${detail}`),
})
t.teardown(() => vm.close())

// The whole machine goes with its connection; vm-real.test.ts sees to it that QEMU does.
await conformance(tapTester(t), () => vm.open(), {
  slowness: vm.slowness,
  renews: true,
  remains: async () => [],
})
