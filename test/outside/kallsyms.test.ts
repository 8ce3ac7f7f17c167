import t from 'tap'
import { imageStart } from '../../src/outside/address.ts'
import { findSymbols } from '../../src/outside/kallsyms.ts'
import { parseVmcoreinfo, type Vmcoreinfo } from '../../src/outside/vmcoreinfo.ts'
import { arrayMemory } from './synthetic/array-memory.ts'
import { writeKallsyms } from './synthetic/write-kallsyms.ts'

const symbols = [
  ['fixed_percpu_data', 0x10],
  ['_stext', 0x1000],
  [`long${'g'.repeat(200)}`, 0x1100],
  ['init_task', 0x2000],
  ['init_tasks', 0x2800],
  ['kallsyms_Table', 0x3000],
  ['init_task', 0x4000],
] as const

const base = imageStart + 0x600000

function tableOf(scheme: 'absolute-percpu' | 'relative', places: Record<string, number> = {}) {
  const memory = arrayMemory(0x10000)
  const written = writeKallsyms(symbols, scheme)
  memory.writeNumber(0x100, symbols.length, 4)
  memory.writeNumber(0x200, 0xffff_0000_0000_0000n + BigInt(base), 8)
  memory.write(0x1000, written.offsets)
  memory.write(0x2000, written.names)
  memory.write(0x4000, written.tokenTable)
  memory.write(0x5000, written.tokenIndex)
  const info = infoOf({
    kallsyms_num_syms: 0x100,
    kallsyms_relative_base: 0x200,
    kallsyms_offsets: 0x1000,
    kallsyms_names: 0x2000,
    kallsyms_token_table: 0x4000,
    kallsyms_token_index: 0x5000,
    _stext: 0x601000,
    ...places,
  })
  return { info, read: (address: number, length: number) => memory.read(address - imageStart, length) }
}

function infoOf(places: Record<string, number>): Vmcoreinfo {
  const lines = Object.entries(places).map(
    ([name, at]) => `SYMBOL(${name})=ffff${(imageStart + at).toString(16)}`,
  )
  return parseVmcoreinfo(`OSRELEASE=6\nPAGESIZE=4096\n${lines.join('\n')}\n`) as Vmcoreinfo
}

for (const scheme of ['absolute-percpu', 'relative'] as const)
  t.test(`symbols have addresses: ${scheme}`, async t => {
    const { info, read } = tableOf(scheme)
    const found = findSymbols(info, read, ['init_task', 'kallsyms_Table', symbols[2][0]])
    t.same(
      Object.values(found),
      [base + 0x2000, base + 0x3000, base + 0x1100],
      'of two with one name, the first',
    )
    t.throws(() => findSymbols(info, read, ['init_task', 'missing']), {
      name: 'UnsupportedKernel',
      missing: 'symbol missing',
    })
  })

t.test('a table that contradicts VMCOREINFO is not believed', async t => {
  const { info, read } = tableOf('relative', { _stext: 0x602000 })
  t.throws(() => findSymbols(info, read, ['init_task']), {
    name: 'UnsupportedKernel',
    missing: 'table of symbols',
  })
})

t.test('a table in another order, or one that is cut short, is not read', async t => {
  const others = [
    { kallsyms_token_table: 0x1800 },
    { kallsyms_token_table: 0x2020 },
    { kallsyms_token_index: 0x3000 },
  ]
  for (const places of others) {
    const { info, read } = tableOf('relative', places)
    t.throws(
      () => findSymbols(info, read, ['missing']),
      { name: 'UnsupportedKernel', missing: 'table of symbols' },
      JSON.stringify(places),
    )
  }
})
