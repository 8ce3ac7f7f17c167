import t from 'tap'
import { parseAddress } from '../../src/outside/address.ts'
import { findVmcoreinfo, parseVmcoreinfo } from '../../src/outside/vmcoreinfo.ts'
import { arrayMemory } from './synthetic/array-memory.ts'

// Lines of a 6.12 kernel.
const text = `OSRELEASE=6.12.118+deb13-cloud-amd64
BUILD-ID=d01f77c7eb9976096e297898b0aa41e36eac404b
PAGESIZE=4096
SYMBOL(init_uts_ns)=ffffffff86421a00
OFFSET(uts_namespace.name)=0
NUMBER(VMALLOC_START)=0xffffd11440000000
NUMBER(phys_base)=868220928
KERNELOFFSET=3600000
NUMBER(PG_hwpoison)=-20
`

t.test('its lines are symbols and numbers', async t => {
  const info = parseVmcoreinfo(text)
  t.equal(info?.release, '6.12.118+deb13-cloud-amd64')
  t.equal(info?.symbol('init_uts_ns'), parseAddress('ffffffff86421a00'))
  t.equal(info?.number('phys_base'), 868220928)
  t.equal(info?.number('PG_hwpoison'), -20)
  t.throws(() => info?.symbol('kallsyms_names'), {
    name: 'UnsupportedKernel',
    missing: 'VMCOREINFO line SYMBOL(kallsyms_names)',
  })
  t.throws(() => info?.number('other'), { name: 'UnsupportedKernel' })
})

const lookalikes = {
  'is cut short': text.slice(0, -1),
  'goes on': `${text}and more`,
  'has other bytes': text.replace('4096', '4096\x01'),
  'has another page size': text.replace('4096', '16384'),
  'has no release': text.replace(/=6.*/, '='),
}

t.test('a text that begins alike is none', async t => {
  for (const [how, other] of Object.entries(lookalikes)) t.equal(parseVmcoreinfo(other), undefined, how)
})

t.test('it is found at the beginning of a page, the last one first', async t => {
  const memory = arrayMemory(2.5 * 2 ** 20)
  t.throws(() => findVmcoreinfo(memory), { name: 'UnsupportedKernel', missing: 'VMCOREINFO' })
  memory.write(0x3000, Buffer.from(text))
  memory.write(0x5100, Buffer.from(text.replace('6.12', '6.13')))
  memory.write(0x200000, Buffer.from(`${text}…`))
  t.match(findVmcoreinfo(memory), { release: /^6\.12/ })
  memory.write(0x210000, Buffer.from(text.replace('6.12', '6.14')))
  t.match(findVmcoreinfo(memory), { release: /^6\.14/ })
})
