import t from 'tap'
import { findMapping } from '../../../src/machine/vm/memory-mapping.ts'

// Lines of a QEMU with 1 GiB.
const maps = (
  path: string,
) => `5591d4a00000-5591d4d2c000 r--p 00000000 fe:00 131207                     /usr/bin/qemu-system-x86_64
5591d7c66000-5591d9c1e000 rw-p 00000000 00:00 0                          [heap]
7f1a5be00000-7f1a9be00000 rw-p 00000000 fe:00 658441                     ${path}
7ffc2f1d4000-7ffc2f1f6000 rw-p 00000000 00:00 0                          [stack]
`

const start = 0x7f1a5be00000

t.test('a file is found where it is mapped', async t => {
  t.same(findMapping(maps('/t/memory'), '/t/memory'), { start, size: 2 ** 30 })
  t.same(findMapping(maps('/t/memory (deleted)'), '/t/memory'), { start, size: 2 ** 30 }, 'it was pruned')
  t.same(findMapping(maps('/a b\\012c/memory'), '/a b\nc/memory'), { start, size: 2 ** 30 })
  for (const other of ['/u/t/memory', '/t/memory2', '/t'])
    t.equal(findMapping(maps(other), '/t/memory'), undefined)
})

t.test('a mapping that the kernel has split is one, unless a part is missing', async t => {
  const line = (from: string, to: string, offset: string) => `${from}-${to} rw-p ${offset} fe:00 7 /t/memory`
  const parts = [
    line('10000', '20000', '0'),
    line('20000', '28000', '10000'),
    line('28000', '30000', '18000'),
  ]
  t.same(findMapping(parts.join('\n'), '/t/memory'), { start: 0x10000, size: 0x20000 })
  t.equal(findMapping([parts[0], parts[2]].join('\n'), '/t/memory'), undefined)
  t.equal(findMapping([parts[1], parts[2]].join('\n'), '/t/memory'), undefined)
})
