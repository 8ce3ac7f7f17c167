import { writeFileSync } from 'node:fs'
import t from 'tap'
import { readKernelMap, writeKernelMap } from '../../../src/machine/vm/kernel-map-file.ts'
import { templateFiles } from '../../../src/machine/vm/paths.ts'
import { syntheticGuest } from '../../outside/synthetic/guest.ts'

t.test('the map of a kernel is kept beside its memory', async t => {
  const files = templateFiles(t.testdir())
  const { memory, map } = syntheticGuest()
  writeFileSync(files.memory, memory.read(0, memory.size))
  await writeKernelMap(files)
  t.same(readKernelMap(files), map)
})

t.test('a kernel that cannot be mapped has a reason instead', async t => {
  const files = templateFiles(t.testdir())
  writeFileSync(files.memory, Buffer.alloc(2 ** 20))
  await writeKernelMap(files)
  t.throws(() => readKernelMap(files), { name: 'UnsupportedKernel', missing: 'VMCOREINFO' })
})
